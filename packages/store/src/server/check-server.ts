import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClickHouseClient, ClickHouseError } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import { createServerClient, type ServerConnection } from './connect-server.js';
import { expectedTables } from './expected-tables.js';
import { isLoginError } from './server-errors.js';

/** The version of the embedded engine: statements and schema are tested with it. */
const oldest = { major: 26, minor: 7 };

/** How long one attempt may take. */
const attemptMs = 5_000;
const retryMs = 250;

/** Failures to connect that may pass soon, such as those of a server that is starting. */
export const connectionFailures: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE'],
  ...['ENOTFOUND', 'EAI_AGAIN'],
]);

/**
 * Waits until the server answers, and checks that it lets this user in and is new enough.
 *
 * @param onWaiting Called once if it does not answer at the first attempt.
 * @throws `store_unreachable`, `store_login_refused` or `store_too_old`
 */
export async function checkServer(
  connection: ServerConnection,
  timeoutMs: number,
  onWaiting: (message: string, error: unknown) => void = () => {},
): Promise<void> {
  // Without settings: an old server does not know all of them.
  const client = createServerClient(connection, attemptMs, {});
  try {
    const version = await readVersion(client, connection, timeoutMs, onWaiting);
    const [, major, minor] = /^(\d+)\.(\d+)\./.exec(version) ?? [];
    const isOld =
      Number(major) < oldest.major ||
      (Number(major) === oldest.major && Number(minor) < oldest.minor);
    if (isOld) {
      throw new SondeError('store_too_old', {
        detail: `it is ${version}; Sonde needs ${oldest.major}.${oldest.minor} or later`,
      });
    }
  } finally {
    await client.close();
  }
}

async function readVersion(
  client: ClickHouseClient,
  { origin, user, password }: ServerConnection,
  timeoutMs: number,
  onWaiting: (message: string, error: unknown) => void,
): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await client.query({ query: 'SELECT version() AS v', format: 'JSONEachRow' });
      const [row] = await result.json<{ v?: unknown }>();
      if (typeof row?.v === 'string') return row.v;
      throw new SondeError('store_unreachable', { detail: `${origin} is not ClickHouse` });
    } catch (error) {
      if (error instanceof ClickHouseError && isLoginError(error)) {
        const detail = `${origin}, user ${user}${password === '' ? '; no password is set' : ''}`;
        throw new SondeError('store_login_refused', { detail, cause: error });
      }
      if (error instanceof ClickHouseError || error instanceof SondeError) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      const isSilent = /^Timeout error/.test(message);
      const isPassing =
        connectionFailures.has(code) || isSilent || message.includes('socket hang up');
      if (!isPassing || performance.now() > deadline) {
        const known = isSilent ? 'it did not answer in time' : undefined;
        throw unreachable(origin, known, error as NodeJS.ErrnoException);
      }
      if (attempt === 1) {
        const seconds = Math.ceil(timeoutMs / 1_000);
        onWaiting(`Waiting up to ${seconds} seconds for the ClickHouse server ${origin}`, error);
      }
      await delay(retryMs);
    }
  }
}

function unreachable(
  origin: string,
  known: string | undefined,
  cause: NodeJS.ErrnoException,
): SondeError {
  const reason = known ?? describe(origin, cause);
  return new SondeError('store_unreachable', { detail: `${origin}: ${reason}`, cause });
}

function describe(origin: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === 'EPROTO')
    return 'it does not speak TLS on this port; does its address begin with http:?';
  if (code === 'ECONNRESET' || message.includes('socket hang up')) {
    const isPlain = origin.startsWith('http:');
    return `it closes the connection${isPlain ? '; does its address begin with https:?' : ''}`;
  }
  if (/CERT|SELF_SIGNED|ISSUER/.test(code ?? '')) {
    return `${message}; name the authority of its certificate with --store-ca`;
  }
  // Without a code the message is what some other server returned.
  return code === undefined ? 'it does not answer like ClickHouse' : message;
}

/** What the store does there: docs/scaling.md lists it, too. */
export const requiredRights: readonly string[] = [
  'SELECT, INSERT, ALTER, TRUNCATE, OPTIMIZE ON sonde.*',
  'CREATE DATABASE, CREATE TABLE, CREATE VIEW, DROP DATABASE, DROP TABLE, DROP VIEW ON sonde.*',
  'TABLE ENGINE ON *',
  // For table functions.
  'CREATE TEMPORARY TABLE ON *.*',
  'SELECT ON system.columns',
  'SELECT ON system.disks',
  'SELECT ON system.mutations',
  'SELECT ON system.numbers',
  'SELECT ON system.parts',
  'SELECT ON system.processes',
  'SELECT ON system.storage_policies',
  'SELECT ON system.tables',
];

/**
 * Checks all rights at once: some are needed only after a failure.
 *
 * @throws `store_rights_missing`
 */
export async function checkRights(client: ClickHouseClient): Promise<void> {
  const missing: string[] = [];
  for (const right of requiredRights) {
    // Not `query`: this statement takes no format.
    const { stream } = await client.exec({ query: `CHECK GRANT ${right}` });
    if ((await text(stream)).trim() !== '1') missing.push(right);
  }
  if (missing.length === 0) return;
  throw new SondeError('store_rights_missing', { detail: missing.join('; ') });
}

/**
 * Compares the tables with what the migrations made. Additional columns and tables do no harm.
 *
 * @throws `store_tables_changed`
 */
export async function checkTables(client: ClickHouseClient): Promise<void> {
  const actual = new Set(await describeTables(client));
  const missing = expectedTables
    .trim()
    .split('\n')
    .filter((line) => !actual.has(line));
  if (missing.length === 0) return;
  const more = missing.length > 1 ? `, and ${missing.length - 1} more` : '';
  throw new SondeError('store_tables_changed', { detail: `missing: ${missing[0]}${more}` });
}

/** A line for each table and each column: what must not change. */
export async function describeTables(client: ClickHouseClient): Promise<string[]> {
  const result = await client.query({
    query: `SELECT line FROM (
        SELECT table, position, concat('column ', table, '.', name, ' ', type,
          if(default_kind = '', '', concat(' ', default_kind, ' ', default_expression))) AS line
        FROM system.columns WHERE database = 'sonde'
        UNION ALL
        SELECT name AS table, 0 AS position, trimRight(concat('table ', name, ' ',
          if(engine_full = '', engine, extract(engine_full, '^\\\\w+(?:[(][^)]*[)])?')),
          if(partition_key = '', '', concat(' PARTITION BY ', partition_key)),
          if(sorting_key = '', '', concat(' ORDER BY ', sorting_key)),
          extract(create_table_query, ' TTL '),
          extract(create_table_query, ' CONSTRAINT '))) AS line
        FROM system.tables WHERE database = 'sonde')
      ORDER BY table, position`,
    format: 'JSONEachRow',
  });
  return (await result.json<{ line: string }>()).map(({ line }) => line.replace(/[`\n]/g, ''));
}
