import { SondeError } from '@sonde/protocol';
import type { Engine } from './chdb.js';
import { type Backups, ClickHouseStore, type Shard } from './clickhouse-store.js';
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
  /** Releases what the store depends on. */
  release: () => Promise<void>;
}

/** Makes the store on an engine whose tables are up to date, and reads real data once. */
export async function assembleStore(
  { engine, shards, onDerivedCreated, backups, volume, commitText, order, release }: StoreParts,
  options: StoreOptions,
): Promise<ClickHouseStore> {
  const { directory, diskFloorBytes = defaultDiskFloorBytes } = options;
  const { writer, reader, recorder, maintainer, forwarder } = engine;
  const store = new ClickHouseStore({
    ...{
      writer,
      reader,
      recorder,
      maintainer,
      forwarder,
      shards,
      backups,
      volume,
      release,
      commitText,
      order,
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
  await readOnce(store);
  return store;
}

/** Reads real data, so that damage is reported at the start and not by the first query. */
async function readOnce(store: ClickHouseStore): Promise<void> {
  try {
    await store.check();
    await store.warm();
  } catch (error) {
    throw error instanceof SondeError ? error.cause : error;
  }
}
