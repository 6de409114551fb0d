import { writeSync } from './node-modules.js';

/** Says on stderr what happens, in debug mode only. Never throws. */
export type DebugLog = (message: string) => void;

/** Writes lines to stderr, whole and at once, even while the process exits; false when it cannot. */
export function writeStderr(lines: string): boolean {
  try {
    writeSync(2, `${lines}\n`);
    return true;
  } catch {
    // A closed or full stderr is no reason to disturb the tool.
    return false;
  }
}

/** A log that writes when `enabled`, and does nothing otherwise. */
export function createDebugLog(enabled: boolean): DebugLog {
  return enabled ? (message) => writeStderr(`sonde: ${message}`) : () => {};
}
