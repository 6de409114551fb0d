import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterPayload } from 'oidc-provider';
import { replaceFile } from '../replace-file.js';

/** Data of the provider: a browser session, a grant, a token. */
interface ProviderRecord {
  model: string;
  /** Its id; for bearer secrets, the SHA-256 of the id. */
  key: string;
  payload: AdapterPayload;
  /** Milliseconds since 1970; `null` if it never expires. */
  expires_at: number | null;
}

export interface RecordFile {
  get(model: string, key: string): ProviderRecord | undefined;
  find(matches: (record: ProviderRecord) => boolean): ProviderRecord | undefined;
  /** Resolves when it is on disk. */
  put(record: ProviderRecord): Promise<void>;
  /** Resolves with the number of removed records, once that is on disk. */
  remove(matches: (record: ProviderRecord) => boolean): Promise<number>;
  /** Resolves when every change so far is on disk or has failed. */
  settled(): Promise<void>;
}

/** Maximum number of records per model; above it, those that expire first are removed. */
const limits: Record<string, number> = { Interaction: 1000, AuthorizationCode: 1000 };
const defaultLimit = 5000;

const format = 1;

function readRecords(file: string): ProviderRecord[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  let value: { format?: unknown; records?: unknown } | null;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (value?.format !== format || !Array.isArray(value.records)) {
    throw new Error(`${file} was not written by this version of orbit-cloud.`);
  }
  return value.records;
}

/**
 * Opens `sessions.json` in an existing directory.
 *
 * Changes during a write share the next write.
 *
 * @throws If the file has an unknown format.
 */
export function openRecordFile(directory: string): RecordFile {
  const file = join(directory, 'sessions.json');
  const models = new Map<string, Map<string, ProviderRecord>>();
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  function ofModel(model: string): Map<string, ProviderRecord> {
    let records = models.get(model);
    if (records === undefined) {
      records = new Map();
      models.set(model, records);
    }
    return records;
  }

  function* all(): Iterable<ProviderRecord> {
    for (const records of models.values()) yield* records.values();
  }

  function isLive(record: ProviderRecord): boolean {
    return record.expires_at === null || record.expires_at > Date.now();
  }

  function dropExpired(): void {
    for (const record of all()) {
      if (!isLive(record)) models.get(record.model)?.delete(record.key);
    }
  }

  function dropBeyondLimit(model: string): void {
    const records = ofModel(model);
    const excess = records.size - (limits[model] ?? defaultLimit);
    if (excess <= 0) return;
    const byExpiry = [...records.values()].sort(
      (a, b) => (a.expires_at ?? Infinity) - (b.expires_at ?? Infinity),
    );
    for (const { key } of byExpiry.slice(0, excess)) records.delete(key);
  }

  function write(): Promise<void> {
    waiting ??= running
      .catch(() => undefined)
      .then(() => {
        waiting = undefined;
        dropExpired();
        running = replaceFile(file, JSON.stringify({ format, records: [...all()] }));
        return running;
      });
    return waiting;
  }

  for (const record of readRecords(file)) ofModel(record.model).set(record.key, record);

  return {
    get(model, key) {
      const record = models.get(model)?.get(key);
      return record !== undefined && isLive(record) ? record : undefined;
    },
    find(matches) {
      for (const record of all()) {
        if (isLive(record) && matches(record)) return record;
      }
      return undefined;
    },
    put(record) {
      ofModel(record.model).set(record.key, record);
      dropBeyondLimit(record.model);
      return write();
    },
    async remove(matches) {
      let removed = 0;
      for (const record of all()) {
        if (!matches(record)) continue;
        models.get(record.model)?.delete(record.key);
        removed += 1;
      }
      if (removed > 0) await write();
      return removed;
    },
    async settled() {
      await (waiting ?? running).catch(() => undefined);
    },
  };
}
