import { compareText, EventList, type EventTotals, isListed } from '@sonde/analytics';
import { readAliases } from '../sql/aliases.js';
import { type Calendar, divideRange, readZone, unitOf, zoneParameter } from '../sql/calendar.js';
import { type DeclaredEvent, declaredEvents, undeclaredEvent } from '../sql/declared-events.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { withHashedPerson } from '../sql/persons.js';
import { readRange } from '../sql/range.js';
import { type ScopeFilters, scopeParameters } from '../sql/scope.js';
import { readView, type Source, type View } from '../sql/source.js';
import { defineQuery } from './query.js';

/** More than any project has. Made-up names from clients must not make the response long. */
const mostEvents = 2_000;

interface CountRow extends EventTotals {
  event: string;
  /** 0 if the row is of one interval, 1 if it is of the range, 2 of the range before. */
  kind: number;
  bucket: number;
}

/** Every event with its counts: declared ones, and others that are stored. */
export const events = defineQuery({
  path: '/api/v1/events',
  operation: 'getEvents',
  summary: 'Declared and stored events with their counts over time',
  access: { project: 'member' },
  parameters: { ...scopeParameters, ...zoneParameter },
  response: { name: 'EventList', description: 'The events', schema: EventList },
  async read(source, input, now): Promise<EventList> {
    const { project, tool = [] } = input;
    const range = readRange(input, now);
    const unit = unitOf(range);
    const calendar = divideRange(range, unit, readZone(input));
    const both = { from: range.from - (range.to - range.from), to: range.to };
    const [view, catalogs] = await Promise.all([
      readView(source, project, both),
      source.catalogs.read(project),
    ]);
    const rows = await readCounts(source, view, input, range.from, calendar);
    const declared = declaredEvents(catalogs);
    const current = new Map(rows.filter(({ kind }) => kind === 1).map((row) => [row.event, row]));
    const previous = new Map(rows.filter(({ kind }) => kind === 2).map((row) => [row.event, row]));
    const series = readSeries(rows, calendar);
    const hasPrevious = rows.some(({ kind }) => kind === 2);
    const found = [...current.keys()].map((name) => declared.get(name) ?? undeclaredEvent(name));
    const absent = [...declared.values()].filter(
      (one) => !current.has(one.event) && (isListed(one, tool) || previous.has(one.event)),
    );
    const describe = ({ event, flow, declaration, tools }: DeclaredEvent) => ({
      ...{ event, flow, declaration, tools },
      ...toTotals(current.get(event)),
      previous: hasPrevious ? toTotals(previous.get(event)) : null,
      series: series.get(event) ?? calendar.starts.map(() => 0),
    });
    return {
      interval: unit,
      times: calendar.starts.map((start) => new Date(start).toISOString()),
      events: [...found, ...absent]
        .map(describe)
        .sort((a, b) => b.events - a.events || compareText(a.event, b.event)),
    };
  },
});

/** Counts by event: of the range, of each of its intervals, and of the range before. */
async function readCounts(
  { db }: Source,
  view: View,
  scope: ScopeFilters,
  middle: number,
  calendar: Calendar,
): Promise<CountRow[]> {
  const invocations = invocationRows(view, scope);
  const aliases = await readAliases(db, view.project);
  const columns = ['began', 'event_counts'];
  const rows = withHashedPerson(invocations.sql, aliases, columns);
  const each = `ARRAY JOIN mapKeys(event_counts) AS event, mapValues(event_counts) AS its`;
  const totals = `toUInt32(sum(its)) AS events, toUInt32(count()) AS invocations,
    uniqExactIf(person, person != 0) AS users`;
  return db.rows<CountRow>(
    `SELECT event, if(began >= {middle:Int64}, 1, 2) AS kind, 0 AS bucket, ${totals}
     FROM (${rows}) ${each} GROUP BY event, kind ORDER BY events DESC LIMIT ${2 * mostEvents}
     UNION ALL
     SELECT event, 0, ${calendar.sql} AS bucket, toUInt32(sum(its)), 0, 0
     FROM (${invocations.sql}) ${each}
     WHERE began >= {middle:Int64} GROUP BY event, bucket`,
    { ...invocations.parameters, ...aliases.parameters, ...calendar.parameters, middle },
  );
}

function readSeries(rows: readonly CountRow[], { starts }: Calendar): Map<string, number[]> {
  const places = new Map(starts.map((start, i) => [start, i]));
  const series = new Map<string, number[]>();
  for (const { kind, event, bucket, events } of rows) {
    const place = places.get(bucket);
    if (kind !== 0 || place === undefined) continue;
    const its = series.get(event) ?? starts.map(() => 0);
    its[place] = events;
    series.set(event, its);
  }
  return series;
}

function toTotals(row: EventTotals | undefined): EventTotals {
  return {
    events: row?.events ?? 0,
    invocations: row?.invocations ?? 0,
    users: row?.users ?? 0,
  };
}
