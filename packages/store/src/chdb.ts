import { createRequire } from 'node:module';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import type { EngineMemory } from './engine-memory.js';
import { noRewrites } from './sql/no-rewrites.js';
import { writeParameters } from './sql/write-parameters.js';

type Connection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>;

/**
 * Seven connections to one engine, because a session does one thing at a time: a query must not block
 * a commit, and an administrative act, a deletion, a forwarder, the derived tables or somebody's SQL
 * must not block either.
 */
export interface Engine {
  writer: ClickHouseClient;
  reader: ClickHouseClient;
  /** For queries that people write themselves. */
  analyst: ClickHouseClient;
  recorder: ClickHouseClient;
  maintainer: ClickHouseClient;
  forwarder: ClickHouseClient;
  deriver: ClickHouseClient;
  /** Releases the directory; nothing may be running. */
  close(): Promise<void>;
}

/** Memory for a query that somebody wrote, at most. */
export const analystBytes = 512 * 1024 ** 2;

/**
 * chdb 3.4.0 runs statements with parameters one after another, on whichever connection. So
 * parameters are written into the text, unless they are longer than this.
 */
const longestConstant = 100_000;

/** Connections for statements on the tables of one shard alone. */
export type Shard = Pick<Engine, 'writer' | 'maintainer' | 'deriver'>;

/**
 * Starts ClickHouse inside this process, in its own directory.
 *
 * The only file that uses `chdb`: upstream calls its connection for `@clickhouse/client`
 * experimental.
 */
export async function openChdb(
  path: string,
  memory: EngineMemory,
  backupPlaces?: string,
): Promise<Engine> {
  const { chdb, connection } = loadChdb();
  // The first session on a path starts the engine with its arguments; the others join it.
  const session = new chdb.Session(path, {
    connectionArgs: engineArguments(memory, backupPlaces),
  });
  endAtCrash();
  const opened: ClickHouseClient[] = [];
  const connect = (queryBytes = memory.queryBytes) => {
    const client = createClient({
      // The same interface, declared again in another package.
      connection: connection.createChdbConnection({ path }) as unknown as Connection,
      clickhouse_settings: engineSettings({ ...memory, queryBytes }),
      log: { level: ClickHouseLogLevel.OFF },
    });
    discardPartialResults(client);
    writeParameters(client, (characters) => characters < longestConstant);
    opened.push(client);
    return client;
  };
  const close = async () => {
    await Promise.all(opened.map((client) => client.close()));
    session.close();
    await chdb.drainPending();
  };
  try {
    return {
      writer: connect(),
      reader: connect(),
      analyst: connect(Math.min(memory.queryBytes, analystBytes)),
      recorder: connect(),
      maintainer: connect(),
      forwarder: connect(),
      deriver: connect(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * When a query fails after part of its result was written, chdb 3.4.0 begins the next result of the
 * connection with that part. So the result of another query, which is ignored, takes it away.
 */
function discardPartialResults(client: ClickHouseClient): void {
  const query = client.query.bind(client);
  let previous: Promise<unknown> = Promise.resolve();
  client.query = (statement) => {
    const running = previous.then(() => query(statement));
    previous = running
      .catch(() => query({ query: 'SELECT 1', format: 'TabSeparated' }))
      .catch(() => {});
    return running;
  };
}

const crashSignals = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP'] as const;

/**
 * Lets the process end when it crashes. The engine handles these signals, and its handlers wait for
 * a thread that only its server has: a process out of memory would hang without answering.
 *
 * When Node removes the last listener of a signal, the system's default handling is back.
 */
function endAtCrash(): void {
  const listener = () => {};
  for (const signal of crashSignals) process.on(signal, listener).off(signal, listener);
}

function loadChdb() {
  const require = createRequire(import.meta.url);
  try {
    return {
      chdb: require('chdb') as typeof import('chdb'),
      connection: require('chdb/connection') as typeof import('chdb/connection'),
    };
  } catch (cause) {
    throw new SondeError('store_platform_unsupported', {
      detail: `${process.platform} ${process.arch}`,
      cause,
    });
  }
}

function engineArguments(memory: EngineMemory, backupPlaces: string | undefined): string[] {
  const settings = {
    max_server_memory_usage: memory.totalBytes,
    mark_cache_size: memory.cacheBytes,
    primary_index_cache_size: memory.cacheBytes,
    index_mark_cache_size: memory.cacheBytes,
    compiled_expression_cache_size: memory.cacheBytes,
    query_condition_cache_size: memory.cacheBytes,
    background_pool_size: 2,
    background_schedule_pool_size: 4,
    background_common_pool_size: 2,
    merges_mutations_memory_usage_soft_limit: memory.mergeBytes,
    // All tables are loaded before the first query.
    async_load_databases: 0,
    // A backup must not slow down ingestion and queries.
    backup_threads: 2,
    restore_threads: 2,
    ...(backupPlaces === undefined ? {} : { 'backups.allowed_path': backupPlaces }),
  };
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
}

function engineSettings(memory: EngineMemory) {
  return {
    max_memory_usage: String(memory.queryBytes),
    // A query that groups more than fits in memory continues on disk.
    max_bytes_before_external_group_by: String(memory.spillBytes),
    max_bytes_before_external_sort: String(memory.spillBytes),
    max_threads: memory.threads,
    // A flow may declare a thousand milestones, and its fold has several columns for each.
    max_query_size: '4194304',
    max_ast_elements: '1000000',
    max_expanded_ast_elements: '5000000',
    ...noRewrites,
  };
}
