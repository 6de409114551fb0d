import {
  correctedTime,
  type Declaration,
  declarations,
  eventRole,
  FlowRun,
  findGaps,
  foldInvocation,
  foldSummary,
  type IdentityLink,
  InvocationSummary,
  isoTime,
  Nullable,
  nameTool,
  orderEvents,
  stitchIdentities,
  toFlowRun,
} from '@sonde/analytics';
import { basePropertyNames, type Properties, SondeError } from '@sonde/protocol';
import { type Static, Type } from 'typebox';
import type { WholeCatalog } from '../catalogs.js';
import { decodeEvent, type EventRow, eventColumns, toExported } from '../event-row.js';
import type { StoredEvent } from '../records.js';
import { readAliases } from '../sql/aliases.js';
import type { Database } from '../sql/database.js';
import { type FlowCatalog, readFlowCatalog } from '../sql/flow-catalog.js';
import { linkedId } from '../sql/persons.js';
import { defineQuery, idInPath } from './query.js';

/** More than any run of a tool reports; the first ones are shown. */
const mostEvents = 10_000;

const TimelineEvent = Type.Object({
  sequence: Type.Integer(),
  event: Type.String(),
  insert_id: Type.String(),
  timestamp: isoTime('As the client recorded it'),
  corrected_time: isoTime('After skew correction'),
  received_at: isoTime('When the collector received it'),
  doubtful_time: Type.Boolean({
    description: 'Whether the corrected time is implausibly far from the arrival',
  }),
  offset_ms: Type.Number({
    description: 'Since the first event of the invocation, by the client’s clock',
  }),
  flow: Nullable(Type.String()),
  flow_run_id: Nullable(Type.String()),
  role: Nullable(
    Type.Union([
      Type.Literal('started'),
      Type.Literal('milestone'),
      Type.Literal('completed'),
      Type.Literal('aborted'),
      Type.Literal('failed'),
    ]),
  ),
  properties: Type.Record(Type.String(), Type.Unknown()),
  raw: Type.Record(Type.String(), Type.Unknown(), {
    description: 'The whole stored event, as in the export',
  }),
});
type TimelineEvent = Static<typeof TimelineEvent>;

const InvocationDetail = Type.Object({
  summary: InvocationSummary,
  events: Type.Array(TimelineEvent, { description: 'By sequence' }),
  gaps: Type.Array(Type.Object({ after: Type.Integer(), missing: Type.Integer({ minimum: 1 }) }), {
    description: '`missing` events after sequence `after` (0: before the first)',
  }),
  flow_runs: Type.Array(FlowRun),
  base: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Base properties and the tool’s invocation properties, as on the first event',
  }),
  base_undeclared: Type.Record(Type.String(), Type.Enum(declarations), {
    description:
      'Those that the catalog of the newest version seen does not declare: `no_longer` or `not_yet`',
  }),
});
type InvocationDetail = Static<typeof InvocationDetail>;

export const invocation = defineQuery({
  path: '/api/v1/invocations/:invocation_id',
  operation: 'getInvocation',
  summary: 'One invocation with its events in order',
  access: { project: 'member' },
  parameters: { invocation_id: idInPath('Id of the invocation') },
  response: {
    name: 'InvocationDetail',
    description: 'The invocation',
    schema: InvocationDetail,
    parts: { FlowRun, InvocationSummary, TimelineEvent },
  },
  async read(source, input) {
    const { project, invocation_id } = input;
    const { db } = source;
    const rows = await db.rows<EventRow>(
      `SELECT ${eventColumns.join(', ')} FROM sonde.events
       WHERE project = {project:String} AND invocation_id = {invocation:String}
       ORDER BY sequence, timestamp, corrected_time, position, insert_id
       LIMIT ${mostEvents}`,
      { project, invocation: invocation_id },
    );
    if (rows.length === 0) throw new SondeError('invocation_not_found', { detail: invocation_id });
    const tool = await source.catalogs.soleTool(project);
    const arrivals = nameTool(rows.map(decodeEvent), tool);
    const events = orderEvents(arrivals);
    const users = await readUsers(db, project, events);
    const { persons } = await readAliases(db, project);
    const summary = foldSummary(arrivals, { users, persons });
    const flows = [...new Set(events.map(({ flow }) => flow))].filter((flow) => flow !== '');
    const catalog = await readFlowCatalog(source, project, { tool: [summary.tool] }, flows);
    const elsewhere = nameTool(await readElsewhere(db, project, events, catalog), tool);
    const properties = declareProperties(catalog.catalogs);
    const first = events[0] as StoredEvent;
    return {
      summary,
      events: events.map((event) => toTimeline(event, first, catalog)),
      gaps: findGaps(events),
      flow_runs: foldInvocation(arrivals, catalog.shapes, elsewhere).map(toFlowRun),
      ...pickBase(first.properties, properties),
    };
  },
});

/**
 * Events of other invocations in the runs of resumable flows that this invocation takes part in.
 */
async function readElsewhere(
  db: Database,
  project: string,
  events: readonly StoredEvent[],
  { shapes }: FlowCatalog,
): Promise<StoredEvent[]> {
  const resumed = events.filter(
    ({ flow, flow_run_id }) => flow_run_id !== '' && shapes.get(flow)?.resumable === true,
  );
  if (resumed.length === 0) return [];
  const rows = await db.rows<EventRow>(
    `SELECT ${eventColumns.join(', ')} FROM sonde.events
     WHERE project = {project:String} AND flow IN {flows:Array(String)}
       AND flow_run_id IN {runs:Array(String)} AND invocation_id != {invocation:String}
     LIMIT ${mostEvents}`,
    {
      project,
      invocation: events[0]?.invocation_id ?? '',
      flows: [...new Set(resumed.map(({ flow }) => flow))],
      runs: [...new Set(resumed.map(({ flow_run_id }) => flow_run_id))],
    },
  );
  return rows.map(decodeEvent);
}

async function readUsers(
  db: Database,
  project: string,
  events: readonly StoredEvent[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(events.map(({ anonymous_id }) => anonymous_id))].filter(
    (id) => id !== '',
  );
  if (ids.length === 0) return new Map();
  const links = await db.rows<{ linked_id: string; user_id: string; first_time: number }>(
    `SELECT ${linkedId} AS linked_id, user_id, min(corrected_time) AS first_time
     FROM sonde.events
     WHERE project = {project:String} AND ${linkedId} IN {ids:Array(String)}
     GROUP BY ${linkedId}, user_id`,
    { project, ids },
  );
  const known = links.map(
    ({ linked_id, ...link }): IdentityLink => ({
      ...link,
      anonymous_id: linked_id,
      is_alias: false,
    }),
  );
  return stitchIdentities(known).users;
}

function toTimeline(
  event: StoredEvent,
  first: StoredEvent,
  { shapes }: FlowCatalog,
): TimelineEvent {
  return {
    sequence: event.sequence,
    event: event.event,
    insert_id: event.insert_id,
    timestamp: new Date(event.timestamp).toISOString(),
    corrected_time: new Date(correctedTime(event)).toISOString(),
    received_at: new Date(event.received_at).toISOString(),
    doubtful_time: event.doubtful_time,
    offset_ms: event.timestamp - first.timestamp,
    flow: event.flow || null,
    flow_run_id: event.flow_run_id || null,
    role: event.flow === '' ? null : eventRole(shapes.get(event.flow), event.event),
    properties: event.properties,
    raw: { ...toExported(event) },
  };
}

/** Invocation properties that catalogs declare, and whether the newest one does. */
function declareProperties(catalogs: readonly WholeCatalog[]): Map<string, Declaration> {
  const declared = new Map<string, Declaration>();
  for (const { age, catalog } of catalogs) {
    for (const name of Object.keys(catalog.invocation_properties)) {
      if (age === 'now' || !declared.has(name)) declared.set(name, age);
    }
  }
  return declared;
}

function pickBase(
  properties: Properties,
  declared: ReadonlyMap<string, Declaration>,
): Pick<InvocationDetail, 'base' | 'base_undeclared'> {
  const names = new Set<string>(basePropertyNames);
  names.delete('sequence');
  const base = Object.entries(properties).filter(([name]) => names.has(name) || declared.has(name));
  const undeclared = base.flatMap(([name]) => {
    const declaration = names.has(name) ? 'now' : declared.get(name);
    return declaration === 'now' || declaration === undefined ? [] : [[name, declaration] as const];
  });
  return { base: Object.fromEntries(base), base_undeclared: Object.fromEntries(undeclared) };
}
