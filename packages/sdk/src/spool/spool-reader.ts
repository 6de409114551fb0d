import type { WireEvent } from '@sonde/protocol';
import { closeSync, constants, fstatSync, openSync, readSync } from '../runtime/node-modules.js';
import type { ControlRecord } from './control-record.js';

/** One line of a spool file. */
export type SpoolLine = { /** Offset of the byte after it. */ end: number } & (
  | { kind: 'event'; event: WireEvent & { event: string } }
  | { kind: 'control'; control: ControlRecord }
  /** Incomplete because of a crash, or damaged. */
  | { kind: 'corrupt' }
);

/** An event has at most 32 kB; longer lines are skipped and not kept in memory. */
const maxLineBytes = 64_000;
const newline = 10;

const utf8 = new TextDecoder('utf-8', { fatal: true });

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads one line, without its line break. */
export function parseSpoolLine(bytes: Uint8Array, end: number): SpoolLine {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    if (isObject(value)) {
      if (typeof value.control === 'string') {
        return { kind: 'control', control: value as ControlRecord, end };
      }
      if (typeof value.event === 'string') {
        return { kind: 'event', event: value as unknown as WireEvent, end };
      }
    }
  } catch {}
  return { kind: 'corrupt', end };
}

/**
 * Splits chunks of bytes into the lines of a spool file. Keeps at most one line in memory. Never throws,
 * whatever the bytes are.
 */
export function* readSpoolLines(chunks: Iterable<Uint8Array>): Generator<SpoolLine> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let tooLong = false;
  let offset = 0;
  const hold = (part: Uint8Array) => {
    heldBytes += part.length;
    if (heldBytes > maxLineBytes) {
      tooLong = true;
      held = [];
    } else if (part.length > 0) held.push(part);
  };
  const take = (): SpoolLine | undefined => {
    const line = tooLong
      ? ({ kind: 'corrupt', end: offset } as const)
      : heldBytes === 0
        ? undefined
        : parseSpoolLine(Buffer.concat(held), offset);
    held = [];
    heldBytes = 0;
    tooLong = false;
    return line;
  };
  for (const chunk of chunks) {
    let from = 0;
    for (;;) {
      // Skips empty lines; a damaged file may have millions.
      while (heldBytes === 0 && chunk[from] === newline) {
        from += 1;
        offset += 1;
      }
      const at = chunk.indexOf(newline, from);
      if (at < 0) break;
      hold(chunk.subarray(from, at));
      offset += at + 1 - from;
      from = at + 1;
      const line = take();
      if (line !== undefined) yield line;
    }
    // A copy: the caller may fill the same buffer again.
    if (!tooLong && from < chunk.length) hold(new Uint8Array(chunk.subarray(from)));
    offset += chunk.length - from;
  }
  // The process died while writing the text after the last line break.
  if (heldBytes > 0) yield { kind: 'corrupt', end: offset };
}

const chunkBytes = 64 * 1024;
/** The shared read buffer; undefined while a reader uses it. */
let idleBuffer: Buffer | undefined;

/**
 * Opens a regular file for reading; throws for anything else. A pipe would block, and a link may lead
 * outside the spool.
 */
export function openRegularFile(path: string): number {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new Error('not a file');
}

/**
 * Reads a file of any size through one buffer. Each chunk overwrites the one before.
 */
export function* readChunks(path: string): Generator<Uint8Array> {
  const fd = openRegularFile(path);
  // One buffer for all files: a thousand buffers would stay in memory long after their use.
  const buffer = idleBuffer ?? Buffer.allocUnsafeSlow(chunkBytes);
  idleBuffer = undefined;
  try {
    for (let position = 0; ; ) {
      const length = readSync(fd, buffer, 0, chunkBytes, position);
      if (length === 0) return;
      position += length;
      yield buffer.subarray(0, length);
    }
  } finally {
    idleBuffer = buffer;
    closeSync(fd);
  }
}
