import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What senders tell each other across processes. */
export interface SpoolState {
  /** Deliveries that failed in a row. */
  failures: number;
  /** No delivery before this, milliseconds since 1970. 0 when nothing failed. */
  retryAt: number;
  /** Destination that failed, so that another one need not wait: its URL and a hash of its key. */
  destination: string;
  /** Lost and not yet told to the collector, by reason. */
  dropped: Record<string, number>;
}

const fileName = 'state.json';

/** Reads the state of a spool; the initial one when there is none that can be read. */
export function readSpoolState(directory: string): SpoolState {
  const initial: SpoolState = { failures: 0, retryAt: 0, destination: '', dropped: {} };
  try {
    const state: unknown = JSON.parse(readFileSync(join(directory, fileName), 'utf8'));
    return typeof state === 'object' && state !== null ? { ...initial, ...state } : initial;
  } catch {
    return initial;
  }
}

/** Replaces the state of a spool at once. Throws when it cannot. */
export function writeSpoolState(directory: string, state: SpoolState): void {
  const path = join(directory, fileName);
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
  renameSync(draft, path);
}
