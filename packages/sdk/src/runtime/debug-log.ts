import { constants, fstatSync, openSync, readFileSync, writeSync } from './node-modules.js';

/** Logs a message to stderr, in debug mode only. Never throws. */
export type DebugLog = (message: string) => void;

/** Less than any socket can hold without a reader. */
const maxLinesThatMayBlock = 100;

/** How to write to stderr without waiting for a reader. */
interface Stderr {
  fd: number;
  /** Number of writes before lines are dropped. */
  left: number;
  /** The last line was cut off. */
  wasCut: boolean;
}

let stderr: Stderr | undefined;

/** Whether a write to stderr fails instead of blocking; undefined if unknown. */
function isNonBlocking(): boolean | undefined {
  try {
    return /^flags:\s*\d*[4-7]\d{3}$/m.test(readFileSync('/proc/self/fdinfo/2', 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Prepares stderr. The reader of a pipe or socket may never read, as in many programs that start
 * servers; a blocking write would then never return.
 */
function openStderr(): Stderr {
  const usual = { fd: 2, left: Number.POSITIVE_INFINITY, wasCut: false };
  const stats = fstatSync(2);
  if (!stats.isFIFO() && !stats.isSocket()) return usual;
  try {
    // A new descriptor, because other processes share the flags of the existing one.
    const fd = openSync('/proc/self/fd/2', constants.O_WRONLY | constants.O_NONBLOCK);
    return { ...usual, fd };
  } catch {
    // A socket, or not Linux. Node.js and Bun set the flag when they create the stream.
    void process.stderr;
  }
  return isNonBlocking() === false ? { ...usual, left: maxLinesThatMayBlock } : usual;
}

/**
 * Writes lines to stderr synchronously, even while the process exits. Drops them and returns false if they
 * would block.
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
    // A closed or full stderr must not disturb the tool.
    return false;
  }
}

/** A log that writes if `enabled`, and otherwise does nothing. */
export function createDebugLog(enabled: boolean): DebugLog {
  return enabled ? (message) => writeStderr(`sonde: ${message}`) : () => {};
}
