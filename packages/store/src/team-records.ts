import type { ClickHouseClient } from '@clickhouse/client';
import { type Json, SondeError } from '@sonde/protocol';
import { GroupCommit } from './group-commit.js';
import { insertLines } from './insert-lines.js';
import type { Page } from './page.js';
import type {
  AuditEntry,
  AuditFilter,
  AuditPage,
  TeamChange,
  TeamRecord,
  TeamStore,
} from './port.js';
import { readCursor, writeCursor } from './sql/cursor.js';
import { Database } from './sql/database.js';
import { toAppendError } from './store-errors.js';

export interface TeamRecordsOptions {
  /** A connection used only for this: administrative acts must not block events. */
  client: ClickHouseClient;
  /** Shortest time between two commits, in milliseconds. */
  commitIntervalMs: number;
  /** Rejects with `disk_full` if the volume has no room for that many characters. */
  checkSpace: (characters: number) => Promise<void>;
}

const recordColumns = ['kind', 'id', 'revision', 'written_at', 'body'];
const auditColumns = ['at', 'id', 'project', 'actor', 'address', 'action', 'subject', 'detail'];

/** Records that a team creates in the collector, and the log of who did it. */
export class TeamRecords implements TeamStore {
  readonly #options: TeamRecordsOptions;
  readonly #db: Database;
  readonly #commits: GroupCommit<TeamChange>;
  #closed = false;

  constructor(options: TeamRecordsOptions) {
    this.#options = options;
    this.#db = new Database(options.client);
    this.#commits = new GroupCommit({
      write: (changes) => this.#write(changes),
      intervalMs: options.commitIntervalMs,
    });
  }

  async append(change: TeamChange): Promise<void> {
    if (this.#closed) throw new SondeError('store_unavailable', { detail: 'closing' });
    try {
      await this.#commits.append(change);
    } catch (error) {
      throw toAppendError(error);
    }
  }

  async readSince(revision: number): Promise<TeamRecord[]> {
    const rows = await this.#db.rows<Row>(
      `SELECT kind, id, toString(max(revision)) AS latest,
        toString(argMax(written_at, revision)) AS at, argMax(body, revision) AS latest_body
       FROM sonde.team_records WHERE revision > {revision:UInt64}
       GROUP BY kind, id ORDER BY max(revision)`,
      { revision },
    );
    return rows.map(({ kind, id, latest, at, latest_body }) => ({
      kind,
      id,
      revision: Number(latest),
      written_at: Number(at),
      body: JSON.parse(latest_body) as { [key: string]: Json },
    }));
  }

  async readAudit({ project }: AuditFilter, { limit, cursor }: Page): Promise<AuditPage> {
    const [at, id] = cursor === null ? [] : readCursor(cursor);
    const conditions = [
      ...(project === undefined ? [] : ['project = {project:String}']),
      ...(at === undefined ? [] : ['(at, id) < ({at:Int64}, {id:String})']),
    ];
    const rows = await this.#db.rows<AuditRow>(
      `SELECT toString(at) AS time, id, project, actor, address, action, subject, detail
       FROM sonde.audit_log ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY at DESC, id DESC LIMIT {limit:UInt32}`,
      // One more row shows whether there is another page.
      { limit: limit + 1, project: project ?? '', at: at ?? 0, id: id ?? '' },
    );
    const entries = rows.slice(0, limit).map(({ time, detail, ...row }) => ({
      at: Number(time),
      ...row,
      detail: JSON.parse(detail) as { [key: string]: Json },
    }));
    const last = entries.at(-1);
    const isLast = rows.length <= limit || last === undefined;
    return { entries, next_cursor: isLast ? null : writeCursor([last.at, last.id]) };
  }

  /** Waits for accepted changes and running queries. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#commits.drain();
    await this.#db.close();
  }

  /**
   * The log first: after a crash in between it may name an act that was not done, but never misses
   * one.
   */
  async #write(changes: TeamChange[]): Promise<void> {
    const { client, checkSpace } = this.#options;
    const entries = changes.flatMap(({ audit }) => audit).map(encodeEntry);
    const records = changes.flatMap(({ records }) => records).map(encodeRecord);
    await checkSpace([...entries, ...records].reduce((sum, line) => sum + line.length, 0));
    await insertLines(client, 'sonde.audit_log', auditColumns, entries);
    await insertLines(client, 'sonde.team_records', recordColumns, records);
  }
}

interface Row {
  kind: string;
  id: string;
  latest: string;
  at: string;
  latest_body: string;
}

interface AuditRow {
  time: string;
  id: string;
  project: string;
  actor: string;
  address: string;
  action: string;
  subject: string;
  detail: string;
}

function encodeRecord({ kind, id, revision, written_at, body }: TeamRecord): string {
  return JSON.stringify([kind, id.toWellFormed(), revision, written_at, JSON.stringify(body)]);
}

function encodeEntry(entry: AuditEntry): string {
  const { at, id, project, actor, address, action, subject, detail } = entry;
  const texts = [id, project, actor, address, action, subject].map((text) => text.toWellFormed());
  return JSON.stringify([at, ...texts, JSON.stringify(detail)]);
}
