import type { ClickHouseClient } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';
import type { CommitOrder } from '../commits/commit-order.js';
import type { AllDerivedTables } from '../derived/all-derived-tables.js';
import type { EventKey } from '../forwarding/forwarding-store.js';
import { createMaintenance, type StoreMaintenance } from '../maintenance/store-maintenance.js';
import { TaskQueue } from '../maintenance/task-queue.js';
import type { Page } from '../page.js';
import type {
  AppendResult,
  DeletionForward,
  DeletionOptions,
  DeletionPage,
  DeletionPreview,
  LifeStore,
  Person,
  PersonDeletion,
  PersonRecord,
  QuarantineRetry,
  QuarantineSelection,
  ReplayPage,
  RetentionPreview,
  RetentionRun,
  WaitingForward,
} from '../port.js';
import type { Batch } from '../records.js';
import { Database } from '../sql/database.js';
import { toAppendError } from '../store-errors.js';
import { Deletions } from './deletions.js';
import { exportPerson } from './export-person.js';
import { hashPerson } from './fingerprint.js';
import { readPerson } from './person.js';
import { QuarantineActs } from './quarantine-acts.js';
import { Retention } from './retention.js';
import type { StoredRefusals } from './stored-refusals.js';

export interface DataLifeOptions {
  /** A connection used only for this: a deletion must not block events or queries. */
  client: ClickHouseClient;
  /** Such connections to each shard. */
  shards: readonly [ClickHouseClient, ...ClickHouseClient[]];
  personKey: string;
  /**
   * Resolves when everything accepted until now is committed or has failed; rejects if accepted
   * events wait that cannot be committed.
   */
  settled: () => Promise<void>;
  refusals: StoredRefusals;
  order: Pick<CommitOrder, 'publishRefusals'>;
  /** Throws if the person of some accepted data cannot be known. */
  checkReadable: () => void;
  append: (batch: Batch) => Promise<AppendResult>;
  derived: AllDerivedTables;
}

/** Reads the key that the migrations created; with another key, no stored hash would match. */
export async function readPersonKey(client: ClickHouseClient): Promise<string> {
  const rows = await new Database(client).rows<{ key: string }>(
    "SELECT min(value) AS key FROM sonde.secrets WHERE name = 'person_key'",
  );
  return rows[0]?.key ?? '';
}

/** Deletion and export of persons, and retention. */
export class DataLife implements LifeStore {
  readonly #db: Database;
  readonly #maintenance: StoreMaintenance;
  readonly #personKey: string;
  readonly #rewrites = new TaskQueue();
  readonly #deletions: Deletions;
  readonly #retention: Retention;
  readonly #quarantine: QuarantineActs;
  readonly #closing = new AbortController();
  /** Replays and removals in progress. */
  readonly #acts = new Set<Promise<void>>();
  readonly #settled: () => Promise<void>;

  constructor(options: DataLifeOptions) {
    const { client, personKey, refusals, order, settled, checkReadable, append, derived } = options;
    const { signal } = this.#closing;
    const [first, ...others] = options.shards;
    const maintenance: StoreMaintenance = {
      ...createMaintenance(client, signal),
      shards: [
        createMaintenance(first, signal),
        ...others.map((other) => createMaintenance(other, signal)),
      ],
    };
    this.#maintenance = maintenance;
    this.#db = maintenance.db;
    this.#personKey = personKey;
    this.#settled = async () => {
      await settled();
      checkReadable();
    };
    this.#deletions = new Deletions({
      ...{ maintenance, stored: refusals, personKey },
      settled: this.#settled,
      ...{ rewrites: this.#rewrites, derived, order },
    });
    this.#retention = new Retention({ maintenance, rewrites: this.#rewrites, settled, derived });
    this.#quarantine = new QuarantineActs({
      ...{ maintenance, rewrites: this.#rewrites, settled, append },
    });
  }

  /** Continues in the background what a crash interrupted. */
  async load(): Promise<void> {
    await this.#deletions.load();
    await this.#retention.load();
  }

  async deletePerson(
    project: string,
    person: Person,
    options: DeletionOptions,
  ): Promise<PersonDeletion> {
    this.#refuseWhileClosing();
    try {
      return await this.#deletions.delete(project, person, options);
    } catch (error) {
      throw toAppendError(error);
    }
  }

  async previewDeletion(project: string, person: Person): Promise<DeletionPreview> {
    await this.#settled();
    return this.#deletions.preview(project, person);
  }

  deletions(project: string, page: Page): Promise<DeletionPage> {
    return this.#deletions.receipts(project, page);
  }

  waitingForwards(): Promise<WaitingForward[]> {
    return this.#deletions.waitingForwards();
  }

  async noteForward(
    deletion: { project: string; id: string },
    forward: Omit<DeletionForward, 'at'>,
  ): Promise<void> {
    this.#refuseWhileClosing();
    try {
      await this.#deletions.noteForward(deletion, forward);
    } catch (error) {
      throw toAppendError(error);
    }
  }

  useUndeleted<Key extends EventKey, Result>(
    project: string,
    keys: readonly Key[],
    use: (kept: Key[]) => Promise<Result>,
  ): Promise<Result> {
    return this.#deletions.useUndeleted(project, keys, use);
  }

  hashPerson(project: string, person: Person): string {
    return hashPerson(this.#personKey, project, readPerson(person).id);
  }

  async *exportPerson(project: string, person: Person): AsyncGenerator<PersonRecord> {
    await this.#settled();
    yield* exportPerson(this.#db, project, person);
  }

  previewRetention(project: string, before: number): Promise<RetentionPreview> {
    return this.#retention.preview(project, before);
  }

  async applyRetention(project: string, before: number): Promise<RetentionRun> {
    this.#refuseWhileClosing();
    try {
      return await this.#retention.apply(project, before);
    } catch (error) {
      throw toAppendError(error);
    }
  }

  retentionRuns(): Promise<RetentionRun[]> {
    return this.#retention.runs();
  }

  async replayQuarantined(
    project: string,
    selection: QuarantineSelection,
    options: { cursor: string | null; retry: QuarantineRetry },
  ): Promise<ReplayPage> {
    this.#refuseWhileClosing();
    try {
      return await this.#track(this.#quarantine.replay(project, selection, options));
    } catch (error) {
      throw toAppendError(error);
    }
  }

  findQuarantined(project: string, ids: readonly string[]): Promise<Set<string>> {
    return this.#quarantine.find(project, ids);
  }

  countQuarantined(project: string, selection: QuarantineSelection): Promise<number> {
    return this.#quarantine.count(project, selection);
  }

  async dropQuarantined(project: string, selection: QuarantineSelection): Promise<number> {
    this.#refuseWhileClosing();
    try {
      return await this.#track(this.#quarantine.drop(project, selection));
    } catch (error) {
      throw toAppendError(error);
    }
  }

  #track<Value>(act: Promise<Value>): Promise<Value> {
    const ended = act.then(
      () => {},
      () => {},
    );
    this.#acts.add(ended);
    ended.then(() => this.#acts.delete(ended));
    return act;
  }

  #refuseWhileClosing(): void {
    if (!this.#closing.signal.aborted) return;
    throw new SondeError('store_unavailable', { detail: 'closing' });
  }

  /** Leaves work in progress to the next start, once the current statement has ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#deletions.idle();
    await this.#retention.idle();
    await Promise.all(this.#acts);
    await Promise.all([this.#maintenance, ...this.#maintenance.shards].map(({ db }) => db.close()));
  }
}
