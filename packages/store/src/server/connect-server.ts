import { randomUUID } from 'node:crypto';
import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { analystBytes, type Engine } from '../chdb.js';
import { noRewrites } from '../sql/no-rewrites.js';
import { writeParameters } from '../sql/write-parameters.js';
import { commitIdPrefix } from './commit-marks.js';
import type { LeaderSessions } from './leader-sessions.js';
import type { ServerAddress } from './server-address.js';

/** Ends statements whose response was lost, by their ids. */
export type LostStatements = Map<string, () => Promise<unknown>>;

export interface ServerConnection extends ServerAddress {
  password: string;
  /** Certificates of the authorities to trust, PEM; absent: those of Node.js. */
  ca?: Buffer | undefined;
}

export interface ServerEngine extends Engine {
  /** For short statements by which collectors know of each other. */
  asker: ClickHouseClient;
}

/** A migration or the removal of rows may rewrite whole tables. */
const maintenanceTimeoutMs = 3_600_000;

/** Parameters are sent in the address of the request, whose length servers and proxies limit. */
const longestInAddress = 1_000;

/**
 * Connects to a ClickHouse server, with the same clients as the embedded engine. They do not connect
 * before the first statement.
 *
 * @param timeoutMs How long a statement may go without an answer.
 * @param sessions Of the leader, for all servers of a store.
 * @param set Names these clients among those of the server.
 * @param lost Shared by all servers of a store.
 */
export function connectServer(
  connection: ServerConnection,
  timeoutMs: number,
  sessions: LeaderSessions,
  set = '',
  lost: LostStatements = new Map(),
): ServerEngine {
  const connect = (ms = timeoutMs, settings = serverSettings) =>
    createServerClient(connection, ms, settings);
  const killer = createServerClient(connection, timeoutMs, serverSettings);
  const kill = (id: string) =>
    killer.command({
      query: 'KILL QUERY WHERE query_id = {id:String} SYNC',
      query_params: { id },
    });
  const asker = connect();
  const ofLeader = (name: string, ms = timeoutMs, isShared = false) =>
    sessions.fence(
      { asker, name: `${set}${name}`, isShared },
      endLostStatements(connect(ms), lost, kill, () => sessions.nextId()),
    );
  const nextCommitId = () => `${commitIdPrefix}${randomUUID()}`;
  const engine = {
    writer: endLostStatements(connect(), lost, kill, nextCommitId),
    reader: connect(timeoutMs, { ...serverSettings, ...endsWithConnection }),
    analyst: connect(timeoutMs, {
      ...serverSettings,
      ...endsWithConnection,
      max_memory_usage: String(analystBytes),
    }),
    recorder: ofLeader('recorder', timeoutMs, true),
    maintainer: ofLeader('maintainer', maintenanceTimeoutMs),
    forwarder: ofLeader('forwarder'),
    deriver: ofLeader('deriver', maintenanceTimeoutMs),
    asker,
  };
  return {
    ...engine,
    close: async () => {
      await Promise.all([killer, ...Object.values(engine)].map((client) => client.close()));
    },
  };
}

/** @param settings Sent with each statement. */
export function createServerClient(
  { origin, user, password, ca }: ServerConnection,
  timeoutMs: number,
  settings: ClickHouseSettings,
): ClickHouseClient {
  const client = createClient({
    url: origin,
    username: user,
    password,
    ...(ca === undefined ? {} : { tls: { ca_cert: ca } }),
    request_timeout: timeoutMs,
    clickhouse_settings: settings,
    log: { level: ClickHouseLogLevel.OFF },
  });
  return writeParameters(client, (characters) => characters > longestInAddress);
}

/**
 * Statements of the store rely on the server's defaults, which a profile may change: a limit that
 * cuts a result off would make its numbers smaller without an error.
 */
const serverSettings: ClickHouseSettings = {
  limit: '0',
  offset: '0',
  timeout_overflow_mode: 'throw',
  read_overflow_mode: 'throw',
  read_overflow_mode_leaf: 'throw',
  group_by_overflow_mode: 'throw',
  sort_overflow_mode: 'throw',
  result_overflow_mode: 'throw',
  distinct_overflow_mode: 'throw',
  set_overflow_mode: 'throw',
  join_overflow_mode: 'throw',
  skip_unavailable_shards: 0,
  use_query_cache: 0,
  async_insert: 0,
  join_use_nulls: 0,
  group_by_use_nulls: 0,
  transform_null_in: 0,
  aggregate_functions_null_for_empty: 0,
  empty_result_for_aggregation_by_empty_set: 0,
  data_type_default_nullable: 0,
  output_format_json_quote_64bit_integers: 0,
  // As in the embedded engine: a flow may declare a thousand milestones.
  max_query_size: '268435456',
  max_ast_elements: '1000000',
  max_expanded_ast_elements: '5000000',
  ...noRewrites,
  // The statements contain events. The server's log would keep those of deleted persons.
  log_queries: 0,
  log_queries_cut_to_length: '0',
};

/** The server ends only a read-only query when nobody waits for it any more. */
export const endsWithConnection: ClickHouseSettings = {
  readonly: '2',
  cancel_http_readonly_queries_on_client_close: 1,
};

/**
 * Ends statements whose response was lost before the next one of these clients begins, on whichever
 * server. Otherwise the rows of a failed commit could appear after later commits, and after a
 * deletion that must find them; and derived rows after their removal.
 *
 * @param lost Shared by the clients.
 * @param kill Ends a statement of this client.
 * @param nextId Makes an id for a statement of this client.
 */
function endLostStatements(
  client: ClickHouseClient,
  lost: LostStatements,
  kill: (id: string) => Promise<unknown>,
  nextId: () => string,
): ClickHouseClient {
  const query = client.query.bind(client);
  const command = client.command.bind(client);
  const exec = client.exec.bind(client);
  const endLost = async () => {
    for (const [id, end] of lost) {
      await end();
      lost.delete(id);
    }
  };
  const run = async <Result>(send: (id: string) => Promise<Result>): Promise<Result> => {
    await endLost();
    const id = nextId();
    try {
      return await send(id);
    } catch (error) {
      if (!(error instanceof ClickHouseError)) lost.set(id, () => kill(id));
      throw error;
    }
  };
  client.query = async (statement) => {
    await endLost();
    return query(statement);
  };
  client.command = (statement) => run((query_id) => command({ ...statement, query_id }));
  client.exec = (statement) => run((query_id) => exec({ ...statement, query_id }));
  return client;
}
