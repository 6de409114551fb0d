import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { insertSettings } from '../insert-lines.js';

export interface StorageHistoryOptions {
  /** A connection without ingestion and queries. */
  client: ClickHouseClient;
  /** Default one hour. */
  intervalMs?: number;
}

const hourMs = 3_600_000;

/** So that a command that opens the store briefly writes nothing. */
const firstDelayMs = 60_000;

/** Records the size of the tables, day by day. */
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

  /** Measures and writes; rejects if the store cannot be written. */
  async write(): Promise<void> {
    await this.#options.client.command({
      query: `INSERT INTO sonde.storage_history (day, table, rows, bytes, measured_at)
        SELECT toDate(now('UTC')), table, sum(rows), sum(bytes_on_disk), toUnixTimestamp64Milli(now64(3))
        FROM system.parts WHERE database = 'sonde' AND active GROUP BY table`,
      // A session keeps its settings: without its own token an insert would reuse the previous one.
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
      // A failure leaves a gap; commits report such failures.
      this.#writing = this.write().catch(() => {});
      this.#schedule(intervalMs);
    }, afterMs);
    this.#timer.unref();
  }
}
