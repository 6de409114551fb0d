import type { ClickHouseClient } from '@clickhouse/client';
import type { Shard } from './chdb.js';
import type { CommitOrder } from './commits/commit-order.js';
import { AllDerivedTables } from './derived/all-derived-tables.js';
import { Forwarding } from './forwarding/forwarding.js';
import { DataLife } from './life/data-life.js';
import type { StoredRefusals } from './life/stored-refusals.js';
import type { AppendResult } from './port.js';
import type { Batch } from './records.js';
import type { Database } from './sql/database.js';

export interface LeadingOptions {
  /** Used only for deletions, exports of persons and retention, which may take long. */
  maintainer: ClickHouseClient;
  /** Used only by forwarders. */
  forwarder: ClickHouseClient;
  /** Where the events are, in order. */
  shards: readonly [Shard, ...Shard[]];
  /** Called when the derived tables exist on all shards. */
  onDerivedCreated: () => Promise<void>;
  /** The store's connection for queries. */
  db: Database;
  order: CommitOrder;
  deriveIntervalMs: number;
  deriveChunkEvents: number;
  commitIntervalMs: number;
  personKey: string;
  refusals: StoredRefusals;
  settled: () => Promise<void>;
  checkReadable: () => void;
  append: (batch: Batch) => Promise<AppendResult>;
  checkSpace: (characters: number) => Promise<void>;
  onFault: (message: string, error: unknown) => void;
}

/**
 * What only one collector at a time does for a store: it folds, deletes and forwards. Its
 * state is in the tables, and it is loaded when a collector begins to lead.
 */
export class Leading {
  /** What queries read in place of the events. */
  readonly derived: AllDerivedTables;
  readonly life: DataLife;
  readonly forwarding: Forwarding;

  constructor(options: LeadingOptions) {
    const { order, refusals, personKey, settled, checkReadable, append } = options;
    const [first, ...others] = options.shards;
    this.derived = new AllDerivedTables({
      clients: options.shards.map(({ deriver }) => deriver),
      onCreated: options.onDerivedCreated,
      db: options.db,
      order,
      intervalMs: options.deriveIntervalMs,
      chunkEvents: options.deriveChunkEvents,
      onFault: options.onFault,
    });
    this.life = new DataLife({
      client: options.maintainer,
      shards: [first.maintainer, ...others.map(({ maintainer }) => maintainer)],
      derived: this.derived,
      ...{ personKey, refusals, order, settled, checkReadable, append },
    });
    this.forwarding = new Forwarding({
      client: options.forwarder,
      order,
      // As for team records: events wait for the disk.
      commitIntervalMs: 3 * options.commitIntervalMs,
      checkSpace: options.checkSpace,
    });
  }

  /** Continues what an earlier leader left. */
  async load(): Promise<void> {
    // Before a deletion that continues, which may store what waits: commits are numbered.
    await this.forwarding.load();
    await this.derived.load();
    await this.life.load();
  }

  /** Leaves work in progress to the next leader. */
  async close(): Promise<void> {
    await Promise.all([
      // Deletions wait for what they fold.
      this.life.close().then(() => this.derived.close()),
      this.forwarding.close(),
    ]);
  }
}
