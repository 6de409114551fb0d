import { SondeError } from '@sonde/protocol';
import type { Engine, Shard } from './chdb.js';
import { type Backups, ClickHouseStore, type ClickHouseStoreOptions } from './clickhouse-store.js';
import type { CommitText } from './commit-text.js';
import type { CommitOrder } from './commits/commit-order.js';
import { readPersonKey } from './life/data-life.js';
import { OverflowDirectory } from './overflow/overflow-directory.js';
import type { StoreOptions } from './port.js';
import { createVolume, type Volume } from './storage/volume.js';

const defaultCommitIntervalMs = 100;

/** A client repeats soon, or once after an outage. */
const defaultRememberedEvents = 100_000;

/** A slow disk stores this many within some seconds. */
const defaultAbsorbPendingEventsMax = 20_000;

/** The most impatient client waits for five seconds. */
const defaultAbsorbTimeoutMs = 3_000;

/** Queries fold what arrived since; the less often, the fewer rows are folded twice. */
const defaultDeriveIntervalMs = 2_000;

/** Their fold must fit into the memory of a small machine. */
const defaultDeriveChunkEvents = 500_000;

/** Stays free for the engine's own work, mainly merges. */
export const defaultDiskFloorBytes = 64_000_000;

export interface StoreParts {
  engine: Omit<Engine, 'close' | 'deriver'>;
  shards: readonly [Shard, ...Shard[]];
  /** Called when the derived tables exist on all shards. */
  onDerivedCreated?: () => Promise<void>;
  backups: Backups;
  /** Where the tables are. */
  volume: Volume;
  commitText: CommitText;
  order: CommitOrder;
  /** Absent: this process always leads. */
  leadership?: Pick<ClickHouseStoreOptions, 'findLeader' | 'confirmLead' | 'keepRole'>;
  /** Releases what the store depends on. */
  release: () => Promise<void>;
}

/**
 * Makes the store on an engine whose tables are up to date, and reads real data once.
 *
 * @param lead Whether it leads from the beginning.
 */
export async function assembleStore(
  {
    engine,
    shards,
    onDerivedCreated,
    backups,
    volume,
    commitText,
    order,
    leadership = alwaysLeads,
    release,
  }: StoreParts,
  options: StoreOptions,
  lead = true,
): Promise<ClickHouseStore> {
  const { directory, diskFloorBytes = defaultDiskFloorBytes } = options;
  const { writer, reader, analyst, recorder, maintainer, forwarder } = engine;
  const store = new ClickHouseStore({
    ...{
      writer,
      reader,
      analyst,
      recorder,
      maintainer,
      forwarder,
      shards,
      backups,
      volume,
      release,
      commitText,
      order,
      ...leadership,
    },
    onDerivedCreated: onDerivedCreated ?? (async () => {}),
    deriveIntervalMs: options.deriveIntervalMs ?? defaultDeriveIntervalMs,
    deriveChunkEvents: options.deriveChunkEvents ?? defaultDeriveChunkEvents,
    personKey: await readPersonKey(maintainer),
    commitIntervalMs: options.commitIntervalMs ?? defaultCommitIntervalMs,
    rememberedEvents: options.rememberedEvents ?? defaultRememberedEvents,
    overflow: await OverflowDirectory.open({
      dataDirectory: directory,
      volume: createVolume(directory, diskFloorBytes),
    }),
    absorbPendingEventsMax: options.absorbPendingEventsMax ?? defaultAbsorbPendingEventsMax,
    absorbTimeoutMs: options.absorbTimeoutMs ?? defaultAbsorbTimeoutMs,
    onFault: options.onFault ?? (() => {}),
    onCommit: options.onCommit,
  });
  await readOnce(store, lead);
  return store;
}

const alwaysLeads = {
  findLeader: async () => null,
  confirmLead: async () => {},
  keepRole: async () => {},
};

/** Reads real data, so that damage is reported at the start and not by the first query. */
async function readOnce(store: ClickHouseStore, lead: boolean): Promise<void> {
  try {
    await store.check();
    await store.warm(lead);
  } catch (error) {
    throw error instanceof SondeError ? error.cause : error;
  }
}
