import { count, Nullable } from '@sonde/analytics';
import type { CatalogJson } from '@sonde/protocol';
import { Type } from 'typebox';
import { toolOfRow } from '../sql/base-filters.js';
import { eventsOf } from '../sql/declared-events.js';
import { declaredProperties, isSetBySdk, namesWithValue } from '../sql/declared-properties.js';
import { readRange } from '../sql/range.js';
import { rangeParameters } from '../sql/scope.js';
import { eventParameter } from './event.js';
import { defineQuery } from './query.js';

/** Of those that are not declared. Made-up names from clients must not make the response long. */
const listedUndeclared = 100;
/** A catalog declares at most 200 properties in one place. */
const mostRows = 2_000;

const CatalogEventReport = Type.Object({
  tool: Type.String({ description: 'Name of the tool; empty if unknown' }),
  event: Type.String(),
  description: Nullable(Type.String({ description: 'From the catalog' })),
  events: count('Events in the range, repeats counted once'),
  properties: Type.Array(
    Type.Object({
      name: Type.String(),
      command: Nullable(
        Type.String({ description: 'The command whose argument it is; null: it is of the event' }),
      ),
      type: Type.Enum(['enum', 'boolean', 'integer', 'duration', 'version', 'slug']),
      optional: Type.Boolean({ description: 'Whether it may be absent' }),
      values: Nullable(Type.Array(Type.String(), { description: 'Allowed values of an `enum`' })),
      min: Nullable(Type.Number({ description: 'Smallest allowed `integer`' })),
      max: Nullable(Type.Number({ description: 'Largest allowed `integer`' })),
      pattern: Nullable(Type.String({ description: 'Regular expression of a `slug`' })),
      description: Nullable(Type.String({ description: 'From the catalog' })),
      events: count('Events with a value'),
    }),
    { description: 'That the catalog of the newest version declares for the event, in its order' },
  ),
  undeclared: Type.Array(
    Type.Object({ name: Type.String(), events: count('Events with a value') }),
    {
      description: `Other properties that the events have, most frequent first, at most ${listedUndeclared}; without those on every event and those that the SDK sets`,
    },
  ),
});

interface Row {
  /** With a dot before it; empty if the row counts all events. */
  name: string;
  its_command: string;
  /** 1 if the row is of all commands. */
  any_command: 0 | 1;
  events: number;
}

/** One event as the catalog declares it, and how often each property had a value. */
export const catalogEvent = defineQuery({
  path: '/api/v1/catalog/events/:event',
  operation: 'getCatalogEvent',
  summary: 'The properties of one event: declared and seen',
  access: { project: 'member' },
  parameters: {
    ...eventParameter,
    tool: Type.String({ description: 'Name of the tool; empty if unknown' }),
    ...rangeParameters,
  },
  response: {
    name: 'CatalogEventReport',
    description: 'The event; without counts if it did not occur',
    schema: CatalogEventReport,
  },
  async read(source, input, now) {
    const { project, tool, event } = input;
    const range = readRange(input, now);
    const [catalogs, soleTool] = await Promise.all([
      source.catalogs.read(project),
      source.catalogs.soleTool(project),
    ]);
    const catalog = catalogs.find((one) => one.age === 'now' && one.tool === tool)?.catalog;
    const declared = catalog === undefined ? [] : declaredProperties(catalog, event);
    const names = namesWithValue(declared.map(({ name }) => name));
    const rows = await source.db.rows<Row>(
      `SELECT name, its_command, grouping(its_command) AS any_command,
         toUInt32(uniqExact(id)) AS events
       FROM (
         SELECT cityHash64(insert_id) AS id, ifNull(command, '') AS its_command,
           arrayJoin(arrayConcat([''], arrayMap(name -> concat('.', name), ${names.sql}))) AS name
         FROM sonde.events
         WHERE project = {project:String} AND event = {event:String}
           AND corrected_time >= {from:Int64} AND corrected_time < {to:Int64}
           AND ${toolOfRow(soleTool)} = {its_tool:String})
       GROUP BY GROUPING SETS ((name), (name, its_command))
       HAVING any_command = 1 OR its_command IN {commands:Array(String)}
       ORDER BY name != '', events DESC, name LIMIT ${mostRows}`,
      {
        ...{ project, event, its_tool: tool, sole_tool: soleTool, ...range, ...names.parameters },
        commands: [...new Set(declared.flatMap(({ command }) => command ?? []))],
      },
    );
    const counts = new Map(rows.map((row) => [keyOf(row), row.events]));
    const isDeclared = new Set(declared.map(({ name }) => name));
    const ofInvocations = catalog?.invocation_properties ?? {};
    return {
      ...{ tool, event },
      description: describe(catalog, event),
      events: counts.get(keyOf({ name: '', its_command: '', any_command: 1 })) ?? 0,
      properties: declared.map(({ name, command, declaration }) => ({
        ...{ name, command, type: declaration.type, optional: declaration.optional === true },
        values: declaration.type === 'enum' ? declaration.values : null,
        min: declaration.type === 'integer' ? declaration.min : null,
        max: declaration.type === 'integer' ? declaration.max : null,
        pattern: declaration.type === 'slug' ? declaration.pattern : null,
        description: declaration.description ?? null,
        events:
          counts.get(
            keyOf({
              name: `.${name}`,
              its_command: command ?? '',
              any_command: command === null ? 1 : 0,
            }),
          ) ?? 0,
      })),
      undeclared: rows
        .filter(({ name, any_command }) => name !== '' && any_command === 1)
        .map(({ name, events }) => ({ name: name.slice(1), events }))
        .filter(
          ({ name }) =>
            !isDeclared.has(name) &&
            !Object.hasOwn(ofInvocations, name) &&
            !isSetBySdk(name, event),
        )
        .slice(0, listedUndeclared),
    };
  },
});

const keyOf = ({ name, its_command, any_command }: Omit<Row, 'events'>) =>
  JSON.stringify([name, any_command === 1 ? null : its_command]);

function describe(catalog: CatalogJson | undefined, event: string): string | null {
  const found = catalog && eventsOf(catalog).find((one) => one.event === event);
  return found?.description ?? null;
}
