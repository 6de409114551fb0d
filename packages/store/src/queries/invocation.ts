import {
  correctedTime,
  findGaps,
  foldInvocation,
  foldSummary,
  type IdentityLink,
  type InvocationDetail,
  orderEvents,
  stitchIdentities,
  type TimelineEvent,
  toFlowRun,
} from '@sonde/analytics';
import { basePropertyNames, flowRole, type Properties, SondeError } from '@sonde/protocol';
import { decodeEvent, type EventRow, eventColumns, toExported } from '../event-row.js';
import type { StoredEvent } from '../port.js';
import type { Database } from './database.js';
import { type FlowCatalog, readCatalogs, readFlowCatalog } from './flow-catalog.js';

/** More than any run of a tool reports; the first ones are shown. */
const mostEvents = 10_000;

export async function readInvocation(
  db: Database,
  project: string,
  invocationId: string,
): Promise<InvocationDetail> {
  const rows = await db.rows<EventRow>(
    `SELECT ${eventColumns.join(', ')} FROM sonde.events
     WHERE project = {project:String} AND invocation_id = {invocation:String}
     ORDER BY sequence, timestamp, corrected_time, insert_id
     LIMIT ${mostEvents}`,
    { project, invocation: invocationId },
  );
  if (rows.length === 0) throw new SondeError('invocation_not_found', { detail: invocationId });
  const arrivals = rows.map(decodeEvent);
  const events = orderEvents(arrivals);
  const [catalog, catalogs, users] = await Promise.all([
    readFlowCatalog(db, project),
    readCatalogs(db, project),
    readUsers(db, project, events),
  ]);
  const elsewhere = await readElsewhere(db, project, events, catalog);
  const invocationProperties = catalogs.flatMap((each) => Object.keys(each.invocation_properties));
  const first = events[0] as StoredEvent;
  return {
    summary: foldSummary(arrivals, (anonymousId) => users.get(anonymousId)),
    events: events.map((event) => toTimeline(event, first, catalog)),
    gaps: findGaps(events),
    flow_runs: foldInvocation(arrivals, catalog.shapes, elsewhere).map(toFlowRun),
    base: pickBase(first.properties, invocationProperties),
  };
}

/** What other invocations say of the runs of resumable flows in which this one takes part. */
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
): Promise<Map<string, string>> {
  const ids = [...new Set(events.map(({ anonymous_id }) => anonymous_id))].filter(
    (id) => id !== '',
  );
  if (ids.length === 0) return new Map();
  const links = await db.rows<IdentityLink>(
    `SELECT anonymous_id, user_id, min(corrected_time) AS first_time FROM sonde.events
     WHERE project = {project:String} AND anonymous_id IN {ids:Array(String)} AND user_id != ''
     GROUP BY anonymous_id, user_id`,
    { project, ids },
  );
  return stitchIdentities(links);
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
    role: event.flow === '' ? null : flowRole(event.event, shapes.get(event.flow)?.eventPrefix),
    properties: event.properties,
    raw: { ...toExported(event) },
  };
}

function pickBase(properties: Properties, invocationProperties: readonly string[]): Properties {
  const names = new Set<string>([...basePropertyNames, ...invocationProperties]);
  names.delete('sequence');
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.has(name)));
}
