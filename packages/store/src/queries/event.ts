import { EventDetail, type EventTotals } from '@sonde/analytics';
import { readAliases } from '../sql/aliases.js';
import { type Calendar, divideRange, readZone, unitOf, zoneParameter } from '../sql/calendar.js';
import { describeEvent } from '../sql/declared-events.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { withHashedPerson } from '../sql/persons.js';
import { readRange } from '../sql/range.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView, type Source, type View } from '../sql/source.js';
import { defineQuery, idInPath } from './query.js';

interface CountRow extends EventTotals {
  is_current: boolean;
  /** 1 if the row is of the whole range. */
  is_whole: number;
  bucket: number;
}

export const eventParameter = { event: idInPath('Name of the event') };

/** One event over time, and what it can be broken down by. */
export const event = defineQuery({
  path: '/api/v1/events/:event',
  operation: 'getEvent',
  summary: 'One event over time, and its properties',
  access: { project: 'member' },
  parameters: { ...eventParameter, ...scopeParameters, ...zoneParameter },
  response: {
    name: 'EventDetail',
    description: 'The event; without counts if it is unknown',
    schema: EventDetail,
  },
  async read(source, input, now): Promise<EventDetail> {
    const { project, event: name } = input;
    const range = readRange(input, now);
    const unit = unitOf(range);
    const calendar = divideRange(range, unit, readZone(input));
    const both = { from: range.from - (range.to - range.from), to: range.to };
    const [view, catalogs] = await Promise.all([
      readView(source, project, both),
      source.catalogs.read(project),
    ]);
    const rows = await readCounts(source, view, input, calendar, {
      event: name,
      middle: range.from,
    });
    const current = rows.filter(({ is_current }) => is_current);
    const isWhole = ({ is_whole }: CountRow) => is_whole === 1;
    const previous = rows.find((row) => isWhole(row) && !row.is_current);
    const byBucket = new Map(
      current.filter((row) => !isWhole(row)).map((row) => [row.bucket, row] as const),
    );
    return {
      ...describeEvent(catalogs, name),
      interval: unit,
      totals: toTotals(current.find(isWhole)),
      previous: previous === undefined ? null : toTotals(previous),
      series: calendar.starts.map((start) => ({
        time: new Date(start).toISOString(),
        ...toTotals(byBucket.get(start)),
      })),
    };
  },
});

/** The range before has a row if it has invocations. */
async function readCounts(
  { db }: Source,
  view: View,
  scope: ScopeFilters,
  calendar: Calendar,
  asked: { event: string; middle: number },
): Promise<CountRow[]> {
  const invocations = invocationRows(view, scope);
  const aliases = await readAliases(db, view.project);
  const counted = `SELECT *, event_counts[{event:String}] AS its FROM (${invocations.sql})`;
  const rows = withHashedPerson(counted, aliases, ['began', 'its']);
  return db.rows<CountRow>(
    `SELECT is_current, grouping(bucket) AS is_whole, bucket, toUInt32(sum(its)) AS events,
       countIf(its > 0) AS invocations, uniqExactIf(person, its > 0 AND person != 0) AS users
     FROM (
       SELECT *, began >= {middle:Int64} AS is_current, ${calendar.sql} AS bucket
       FROM (${rows}))
     GROUP BY GROUPING SETS ((is_current), (is_current, bucket))`,
    { ...invocations.parameters, ...aliases.parameters, ...calendar.parameters, ...asked },
  );
}

function toTotals(row: EventTotals | undefined): EventTotals {
  return {
    events: row?.events ?? 0,
    invocations: row?.invocations ?? 0,
    users: row?.users ?? 0,
  };
}
