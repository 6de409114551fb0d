import { writeSync } from 'node:fs';

/** Says on stderr what happens, in debug mode only. Never throws. */
export type DebugLog = (message: string) => void;

/** Writes one line to stderr, whole and at once, even while the process exits. */
export function writeStderr(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // A closed or full stderr is no reason to disturb the tool.
  }
}

/** A log that writes when `enabled`, and does nothing otherwise. */
export function createDebugLog(enabled: boolean): DebugLog {
  return enabled ? (message) => writeStderr(`sonde: ${message}`) : () => {};
}
