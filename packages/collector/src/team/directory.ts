import type { AuditEntry, Store, TeamRecord } from '@sonde/store';
import { RecordTable } from './record-table.js';
import type { RecordKind, Records } from './records.js';

/** A record to write; without a body it is removed. */
export type Write = {
  [Kind in RecordKind]:
    | { kind: Kind; body: Records[Kind] }
    | { kind: Kind; id: string; body: null };
}[RecordKind];

export interface DirectoryOptions {
  store: Pick<Store, 'team'>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** How often to read records of other collectors, in milliseconds. Default 2,000. */
  refreshMs?: number | undefined;
  /** Called if they could not be read. */
  warn?: ((message: string, details: Record<string, unknown>) => void) | undefined;
}

/** Clocks of two collectors may differ by this much, in microseconds. */
const overlap = 10_000_000;

/**
 * The team's records in memory, which every request is checked against.
 *
 * A change is decided and made in one turn of the event loop, so that two changes cannot both take
 * a name or use a link. It takes effect at once; {@link commit} resolves when it is on disk. If it
 * cannot be stored, it is undone.
 */
export class Directory {
  readonly accounts = new RecordTable<Records['account']>(({ email }) => email);
  readonly projects = new RecordTable<Records['project']>();
  readonly keys = new RecordTable<Records['key']>(({ hash }) => hash);
  readonly keyUses: RecordTable<Records['key_use']> = new RecordTable();
  readonly sessions = new RecordTable<Records['session']>(({ hash }) => hash);
  readonly sessionUses: RecordTable<Records['session_use']> = new RecordTable();
  readonly links = new RecordTable<Records['link']>(({ hash }) => hash);
  readonly findings: RecordTable<Records['finding']> = new RecordTable();
  readonly alerts: RecordTable<Records['alert']> = new RecordTable();
  readonly incidents: RecordTable<Records['incident']> = new RecordTable();
  readonly views: RecordTable<Records['view']> = new RecordTable();
  readonly homes: RecordTable<Records['home']> = new RecordTable();
  readonly annotations: RecordTable<Records['annotation']> = new RecordTable();

  readonly #options: DirectoryOptions;
  readonly #revisions = new Map<string, number>();
  /** How to undo each change that is not stored yet, oldest first. */
  readonly #undos = new Set<() => void>();
  #newest = 0;
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;

  private constructor(options: DirectoryOptions) {
    this.#options = options;
  }

  /** Reads all records, and later those that other collectors write. */
  static async open(options: DirectoryOptions): Promise<Directory> {
    const directory = new Directory(options);
    await directory.refresh();
    directory.#schedule();
    return directory;
  }

  /**
   * Makes a change and stores it together with its entries in the audit log.
   *
   * Rejects as the store's `team.append` does; then nothing has changed.
   */
  async commit(writes: readonly Write[], audit: readonly AuditEntry[] = []): Promise<void> {
    const records = writes.map((write) => this.#encode(write));
    const before = records.map((record) => this.#snapshot(record));
    const undo = () => {
      for (const restore of before.reverse()) restore();
    };
    this.#undos.add(undo);
    for (const record of records) this.#apply(record);
    try {
      await this.#options.store.team.append({ records, audit: [...audit] });
      this.#undos.delete(undo);
    } catch (error) {
      // Later changes are rejected too and may depend on this one, so they are undone from the
      // newest.
      if (this.#undos.has(undo)) {
        for (const each of [...this.#undos].reverse()) each();
        this.#undos.clear();
      }
      throw error;
    }
  }

  /** Reads records written since the last time, by this or another collector. */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  /** Stops reading; waits for a read in progress. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#refreshing?.catch(() => {});
  }

  async #read(): Promise<void> {
    const since = Math.max(0, this.#newest - overlap);
    for (const record of await this.#options.store.team.readSince(since)) {
      if (record.revision > (this.#revisions.get(keyOf(record)) ?? 0)) this.#apply(record);
    }
  }

  #schedule(): void {
    const { refreshMs = 2_000, warn } = this.#options;
    this.#timer = setTimeout(() => {
      this.refresh()
        .catch((error: unknown) => warn?.('Records could not be read', { err: error }))
        .finally(() => {
          if (this.#timer !== undefined) this.#schedule();
        });
    }, refreshMs).unref();
  }

  #encode(write: Write): TeamRecord {
    const now = this.#options.now();
    const id = write.body === null ? write.id : write.body.id;
    // Every collector writes when keys are used. By its clock, which may be ahead, this would hide
    // what the leader writes meanwhile.
    const isUse = write.kind === 'key_use' || write.kind === 'session_use';
    const revision = isUse ? this.#newest + 1 : Math.max(now * 1000, this.#newest + 1);
    this.#newest = revision;
    const body = write.body === null ? { removed_at: now } : { ...write.body };
    return { kind: write.kind, id, revision, written_at: now, body };
  }

  #apply(record: TeamRecord): void {
    this.#newest = Math.max(this.#newest, record.revision);
    this.#revisions.set(keyOf(record), record.revision);
    const table = this.#tableOf(record.kind);
    if (table === undefined) return;
    if ('removed_at' in record.body) table.delete(record.id);
    else table.set(record.body as unknown as { id: string });
  }

  /** Remembers the current state of a record; the result restores it. */
  #snapshot(record: TeamRecord): () => void {
    const table = this.#tableOf(record.kind);
    const value = table?.get(record.id);
    const revision = this.#revisions.get(keyOf(record)) ?? 0;
    return () => {
      this.#revisions.set(keyOf(record), revision);
      if (value === undefined) table?.delete(record.id);
      else table?.set(value);
    };
  }

  /** The table of a kind; undefined for a kind of a later version. */
  #tableOf(kind: string): RecordTable<{ id: string }> | undefined {
    const tables: { [kind in RecordKind]: unknown } = {
      account: this.accounts,
      project: this.projects,
      key: this.keys,
      key_use: this.keyUses,
      session: this.sessions,
      session_use: this.sessionUses,
      link: this.links,
      finding: this.findings,
      alert: this.alerts,
      incident: this.incidents,
      view: this.views,
      home: this.homes,
      annotation: this.annotations,
    };
    return Object.hasOwn(tables, kind)
      ? (tables[kind as RecordKind] as RecordTable<{ id: string }>)
      : undefined;
  }
}

function keyOf({ kind, id }: { kind: string; id: string }): string {
  return `${kind} ${id}`;
}
