import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { insertSettings } from '../insert-lines.js';

export interface StorageHistoryOptions {
  /** Of a connection on which nobody waits for events or answers. */
  client: ClickHouseClient;
  /** Default one hour. */
  intervalMs?: number;
}

const hourMs = 3_600_000;

/** So that a command that opens the store for a moment leaves no trace. */
const firstDelayMs = 60_000;

/** Keeps how large the tables are, day by day. */
export class StorageHistory {
  readonly #options: StorageHistoryOptions;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: StorageHistoryOptions) {
    this.#options = options;
  }

  start(): void {
    const { intervalMs = hourMs } = this.#options;
    this.#schedule(Math.min(firstDelayMs, intervalMs));
  }

  /** Measures and writes; rejects when the store cannot be written. */
  async write(): Promise<void> {
    await this.#options.client.command({
      query: `INSERT INTO sonde.storage_history (day, table, rows, bytes, measured_at)
        SELECT toDate(now('UTC')), table, sum(rows), sum(bytes_on_disk), toUnixTimestamp64Milli(now64(3))
        FROM system.parts WHERE database = 'sonde' AND active GROUP BY table`,
      // A session keeps its settings: without a token of its own an insert would have the last one's.
      clickhouse_settings: { ...insertSettings, insert_deduplication_token: randomUUID() },
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
  }

  #schedule(afterMs: number): void {
    const { intervalMs = hourMs } = this.#options;
    this.#timer = setTimeout(() => {
      // One that fails leaves a gap; what fails a commit is said there.
      this.#writing = this.write().catch(() => {});
      this.#schedule(intervalMs);
    }, afterMs);
    this.#timer.unref();
  }
}
