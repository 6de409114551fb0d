import { constants, fstatSync, openSync, readFileSync, writeSync } from './node-modules.js';

/** Says on stderr what happens, in debug mode only. Never throws. */
export type DebugLog = (message: string) => void;

/** Less than fits into any socket that nobody reads. */
const maxLinesThatMayBlock = 100;

/** How to write to stderr without waiting for a reader. */
interface Stderr {
  fd: number;
  /** Writes left until lines are dropped. */
  left: number;
  /** The last line was not written to its end. */
  wasCut: boolean;
}

let stderr: Stderr | undefined;

/** Whether a write to stderr fails when the reader is behind. Undefined if the system does not say. */
function isNonBlocking(): boolean | undefined {
  try {
    return /^flags:\s*\d*[4-7]\d{3}$/m.test(readFileSync('/proc/self/fdinfo/2', 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Prepares stderr. A pipe or socket may have a reader that never reads, as many programs that start
 * servers do not; a plain write would then wait for good.
 */
function openStderr(): Stderr {
  const usual = { fd: 2, left: Number.POSITIVE_INFINITY, wasCut: false };
  const stats = fstatSync(2);
  if (!stats.isFIFO() && !stats.isSocket()) return usual;
  try {
    // A descriptor of its own, since other processes share the flags of the one that is there.
    const fd = openSync('/proc/self/fd/2', constants.O_WRONLY | constants.O_NONBLOCK);
    return { ...usual, fd };
  } catch {
    // A socket, or no Linux. The stream of Node.js and Bun sets the flag when it is created.
    void process.stderr;
  }
  return isNonBlocking() === false ? { ...usual, left: maxLinesThatMayBlock } : usual;
}

/**
 * Writes lines to stderr at once, even while the process exits. Drops them, and returns false, if they
 * would have to wait for a reader.
 */
export function writeStderr(lines: string): boolean {
  try {
    stderr ??= openStderr();
    stderr.left -= 1;
    if (stderr.left < 0) return false;
    const bytes = Buffer.from(`${stderr.wasCut ? '\n' : ''}${lines}\n`);
    stderr.wasCut = writeSync(stderr.fd, bytes) < bytes.length;
    return !stderr.wasCut;
  } catch {
    // A closed or full stderr is no reason to disturb the tool.
    return false;
  }
}

/** A log that writes when `enabled`, and does nothing otherwise. */
export function createDebugLog(enabled: boolean): DebugLog {
  return enabled ? (message) => writeStderr(`sonde: ${message}`) : () => {};
}
