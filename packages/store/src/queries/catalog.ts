import { count, isoTime, Nullable } from '@sonde/analytics';
import type { FlowDeclaration } from '@sonde/protocol';
import { Type } from 'typebox';
import { toolOfRow } from '../sql/base-filters.js';
import { eventsOf, isOfSdk } from '../sql/declared-events.js';
import { readRange } from '../sql/range.js';
import { rangeParameters } from '../sql/scope.js';
import { defineQuery } from './query.js';

/** More than any project has. Made-up names from clients must not make the response long. */
const mostEvents = 2_000;

const CatalogReport = Type.Object({
  events: Type.Array(
    Type.Object({
      tool: Type.String({ description: 'Name of the tool; empty if unknown' }),
      event: Type.String(),
      flow: Nullable(Type.String({ description: 'The flow that declares it' })),
      declared: Type.Boolean({
        description:
          'Whether the catalog of the newest version declares it, or the SDK or client that sends it',
      }),
      events: count('Events in the range, repeats counted once'),
      last_seen: Nullable(isoTime('Time of the newest in the range')),
      flagged: Type.Array(
        Type.Object({
          code: Type.String({ description: 'Why they are not as declared; see docs/errors.md' }),
          events: count('Events'),
        }),
        {
          description: 'Of these events, those that were stored although they are not as declared',
        },
      ),
    }),
    { description: 'Declared events, also those that did not occur; then others' },
  ),
  flows: Type.Array(
    Type.Object({
      tool: Type.String(),
      flow: Type.String(),
      title: Type.String(),
      description: Nullable(Type.String()),
      steps: Type.Array(Type.String(), { description: 'In order' }),
      milestones: Type.Array(
        Type.Object({
          name: Type.String(),
          step: Nullable(
            Type.String({ description: 'Its step; null if it is before the first one' }),
          ),
          on_path: Type.Boolean({ description: 'Whether it is a stage of the funnel' }),
        }),
      ),
      reasons: Type.Array(Type.String(), {
        description: 'Why a run may be aborted, besides `cancelled`, `vanished` and `abandoned`',
      }),
    }),
    { description: 'That the catalogs of the newest versions declare' },
  ),
});

interface Row {
  tool_name: string;
  event: string;
  flag: string;
  events: number;
  last_seen: number;
}

/** Every event of a project with its volume: declared, and seen though undeclared. */
export const catalog = defineQuery({
  path: '/api/v1/catalog',
  operation: 'getCatalog',
  summary: 'Declared and undeclared events with their volumes, and declared flows',
  access: { project: 'member' },
  parameters: rangeParameters,
  response: { name: 'CatalogReport', description: 'The events and flows', schema: CatalogReport },
  async read(source, input, now) {
    const { project } = input;
    const range = readRange(input, now);
    const [catalogs, soleTool] = await Promise.all([
      source.catalogs.read(project),
      source.catalogs.soleTool(project),
    ]);
    const rows = await source.db.rows<Row>(
      `SELECT ${toolOfRow(soleTool)} AS tool_name, event, undeclared AS flag,
         uniqExact(cityHash64(insert_id)) AS events, max(corrected_time) AS last_seen
       FROM sonde.events
       WHERE project = {project:String}
         AND corrected_time >= {from:Int64} AND corrected_time < {to:Int64}
       GROUP BY tool_name, event, flag
       ORDER BY events DESC, tool_name, event, flag LIMIT ${mostEvents}`,
      { project, ...range, sole_tool: soleTool },
    );
    const found = new Map<string, Row[]>();
    for (const row of rows) {
      const key = keyOf(row.tool_name, row.event);
      found.set(key, [...(found.get(key) ?? []), row]);
    }
    const current = catalogs.filter(({ age }) => age === 'now');
    const declared = current.flatMap(({ tool, catalog }) =>
      eventsOf(catalog).map(({ event, flow }): Named => ({ tool, event, flow })),
    );
    const named = new Set(declared.map(({ tool, event }) => keyOf(tool, event)));
    const others = [...found]
      .filter(([key]) => !named.has(key))
      .flatMap(([, [first]]) =>
        first === undefined ? [] : [{ tool: first.tool_name, event: first.event, flow: null }],
      );
    const describe = (one: Named, isDeclared: boolean) => {
      const its = found.get(keyOf(one.tool, one.event)) ?? [];
      const flagged = its.filter(({ flag }) => flag !== '');
      return {
        ...one,
        declared: isDeclared,
        events: its.reduce((sum, { events }) => sum + events, 0),
        last_seen:
          its.length === 0
            ? null
            : new Date(Math.max(...its.map(({ last_seen }) => last_seen))).toISOString(),
        flagged: flagged.map(({ flag, events }) => ({ code: flag, events })),
      };
    };
    return {
      events: [
        ...declared.map((one) => describe(one, true)),
        ...others.map((one) => describe(one, isOfSdk(one.event))),
      ],
      flows: current.flatMap(({ tool, catalog }) => catalog.flows.map((one) => flowOf(tool, one))),
    };
  },
});

function flowOf(tool: string, declared: FlowDeclaration) {
  const { name: flow, title, description = null, steps, milestones, reasons } = declared;
  return {
    ...{ tool, flow, title, description, steps, reasons },
    milestones: milestones.map(({ name, step, on_path }) => ({ name, step, on_path })),
  };
}

interface Named {
  tool: string;
  event: string;
  flow: string | null;
}

function keyOf(tool: string, event: string): string {
  return `${tool}\n${event}`;
}
