import {
  Adoption,
  adoptionProperties,
  type Counts,
  compareText,
  listedValues,
} from '@sonde/analytics';
import { Type } from 'typebox';
import { type AdoptedRows, adoptedRows } from '../sql/adopted-rows.js';
import { readAliases } from '../sql/aliases.js';
import { type Calendar, divideRange, readZone, unitOf, zoneParameter } from '../sql/calendar.js';
import type { Database } from '../sql/database.js';
import { longList, textsOf } from '../sql/long-list.js';
import { readRange } from '../sql/range.js';
import { scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { readUptake } from '../sql/uptake.js';
import { defineQuery } from './query.js';

const listedTools = 20;

type Group = Adoption['groups'][number];

/** What people run the tools with, over time. */
export const adoption = defineQuery({
  path: '/api/v1/adoption',
  operation: 'getAdoption',
  summary: 'Invocations and people by version, operating system and so on, over time',
  access: { project: 'member' },
  parameters: {
    ...scopeParameters,
    ...zoneParameter,
    property: Type.Enum(adoptionProperties, {
      description: 'What to count by; `actor` is who ran it: a person, an agent, CI',
    }),
  },
  response: { name: 'Adoption', description: 'The counts', schema: Adoption },
  async read(source, input, now): Promise<Adoption> {
    const { db } = source;
    const { project, property } = input;
    const zone = readZone(input);
    const range = readRange(input, now);
    const unit = unitOf(range);
    const calendar = divideRange(range, unit, zone);
    const both = { from: range.from - (range.to - range.from), to: range.to };
    const view = await readView(source, project, both);
    const aliases = await readAliases(db, project);
    const rows = adoptedRows(view, input, aliases, property);
    const values = await readValues(db, rows, range.from);
    const tools = values.filter(isTool).sort(compareTools).slice(0, listedTools);
    const listed = values.filter((row) => isValue(row) && tools.some(isOfTool(row)));
    const keys = listed.map((row) => keyOf(row.tool_name, row.the_value));
    const [series, others, uptake] = await Promise.all([
      readSeries(db, rows, calendar, keys, range.from),
      tools.some((tool) => tool.distinct_values > listedValues)
        ? readOthers(db, rows, keys, range.from)
        : [],
      property === 'version'
        ? readUptake(source, { project, range, scope: input, zone, aliases })
        : [],
    ]);
    const whole = values.find((row) => row.any_tool === 1);
    return {
      property,
      interval: unit,
      from: new Date(range.from).toISOString(),
      previous_from: new Date(both.from).toISOString(),
      ...inTwo(whole),
      groups: tools.map((tool): Group => {
        const own = listed.filter(isOfTool(tool));
        const ownSeries = series.filter(isOfTool(tool));
        return {
          tool: property === 'version' ? tool.tool_name : null,
          ...inTwo(tool),
          values: own.map((row) => ({ value: row.the_value, ...inTwo(row) })),
          others: {
            values: tool.distinct_values - own.length,
            ...inTwo(others.find(isOfTool(tool))),
          },
          series: drawSeries(ownSeries, own, calendar),
        };
      }),
      uptake,
    };
  },
});

interface ToolRow {
  tool_name: string;
}

interface TwoCounts extends Counts {
  previous_invocations: number;
  previous_users: number;
}

interface ValueRow extends ToolRow, TwoCounts {
  /** 1 if the row is about all tools; 1 if it is about all values. */
  any_tool: number;
  any_value: number;
  the_value: string;
  distinct_values: number;
}

const isTool = (row: ValueRow) => row.any_tool === 0 && row.any_value === 1;
const isValue = (row: ValueRow) => row.any_value === 0;
const isOfTool =
  ({ tool_name }: ToolRow) =>
  (row: ToolRow) =>
    row.tool_name === tool_name;
const compareTools = (a: ValueRow, b: ValueRow) =>
  b.invocations - a.invocations || compareText(a.tool_name, b.tool_name);
const keyOf = (tool: string, value: string) => `${tool}\n${value}`;
const keySql = "concat(tool_name, '\\n', the_value)";

const twoCounts = `
  toUInt32(countIf(began >= {middle:Int64})) AS invocations,
  uniqExactIf(person, person != 0 AND began >= {middle:Int64}) AS users,
  toUInt32(countIf(began < {middle:Int64})) AS previous_invocations,
  uniqExactIf(person, person != 0 AND began < {middle:Int64}) AS previous_users`;

/** Totals of all tools, of each tool, and of the most used values of each tool; most used first. */
function readValues(db: Database, rows: AdoptedRows, middle: number): Promise<ValueRow[]> {
  return db.rows<ValueRow>(
    `SELECT grouping(tool_name) AS any_tool, grouping(the_value) AS any_value, tool_name, the_value,
       ${twoCounts}, toUInt32(uniqExact(the_value)) AS distinct_values
     FROM (${rows.sql})
     GROUP BY GROUPING SETS ((), (tool_name), (tool_name, the_value))
     ORDER BY any_value, tool_name, invocations DESC, previous_invocations DESC, the_value
     LIMIT ${listedValues} BY any_value, any_tool, tool_name`,
    { ...rows.parameters, middle },
  );
}

/** All values of a tool that are not listed. */
function readOthers(
  db: Database,
  rows: AdoptedRows,
  keys: readonly string[],
  middle: number,
): Promise<(ToolRow & TwoCounts)[]> {
  return db.rows(
    `SELECT tool_name, ${twoCounts}
     FROM (${rows.sql}) WHERE ${keySql} NOT IN (${textsOf('listed_keys')}) GROUP BY tool_name`,
    { ...rows.parameters, listed_keys: longList(keys), middle },
  );
}

interface SeriesRow extends ToolRow, Counts {
  bucket: number;
  any_value: number;
  is_listed: boolean;
  shown_value: string;
}

/** Each interval of a tool: as a whole, by its listed values, and all others. */
function readSeries(
  db: Database,
  rows: AdoptedRows,
  calendar: Calendar,
  keys: readonly string[],
  middle: number,
): Promise<SeriesRow[]> {
  return db.rows<SeriesRow>(
    `SELECT tool_name, bucket, grouping(shown_value) AS any_value, is_listed, shown_value,
       toUInt32(count()) AS invocations, uniqExactIf(person, person != 0) AS users
     FROM (
       SELECT person, tool_name, ${calendar.sql} AS bucket,
         ${keySql} IN (${textsOf('listed_keys')}) AS is_listed, if(is_listed, the_value, '') AS shown_value
       FROM (${rows.sql}) WHERE began >= {middle:Int64})
     GROUP BY GROUPING SETS ((tool_name, bucket), (tool_name, bucket, is_listed, shown_value))`,
    { ...rows.parameters, ...calendar.parameters, listed_keys: longList(keys), middle },
  );
}

function drawSeries(
  rows: readonly SeriesRow[],
  values: readonly ValueRow[],
  { starts }: Calendar,
): Group['series'] {
  const find = (bucket: number, is: (row: SeriesRow) => boolean) =>
    rows.find((row) => row.bucket === bucket && is(row));
  return starts.map((start) => ({
    time: new Date(start).toISOString(),
    ...countsOf(find(start, (row) => row.any_value === 1)),
    values: values.flatMap(({ the_value }) => {
      const row = find(
        start,
        (one) => one.any_value === 0 && one.is_listed && one.shown_value === the_value,
      );
      return row === undefined ? [] : [{ value: the_value, ...countsOf(row) }];
    }),
    others: countsOf(find(start, (row) => row.any_value === 0 && !row.is_listed)),
  }));
}

const countsOf = (row: Counts | undefined): Counts => ({
  invocations: row?.invocations ?? 0,
  users: row?.users ?? 0,
});

const inTwo = (row: TwoCounts | undefined): Counts & { previous: Counts } => ({
  ...countsOf(row),
  previous: { invocations: row?.previous_invocations ?? 0, users: row?.previous_users ?? 0 },
});
