import { tagLength } from './destination-tag.js';

/**
 * The name of a spool file. It holds everything that the tool needs at exit, so no file has to be opened:
 * the time of the first event (system clock), the process, the invocation, the destination and the size.
 *
 * - `<ms>_<pid>_<uuid>_<tag>.open.jsonl`: being written by an invocation.
 * - `<ms>_<pid>_<uuid>_<tag>_<events>_<bytes>_<offset>.ready.jsonl`: complete and waiting; the bytes before
 *   `offset` were sent.
 * - `… .claimed_<ms>_<pid>_<namespace>.jsonl`: being sent.
 * - `<ms>_<pid>_<uuid>_<tag>.flushed.jsonl`: sent, and kept as a copy for the user.
 */
export interface SpoolFileName {
  state: 'open' | 'ready' | 'claimed' | 'flushed';
  /** When the first event was recorded, in milliseconds since 1970. */
  openedAt: number;
  pid: number;
  invocationId: string;
  /** Tag of the destination; see `destinationTag`. */
  destination: string;
  events: number;
  bytes: number;
  /** Bytes at the start of the file that were sent. */
  offset: number;
  /** When the sender claimed it, in milliseconds since 1970; 0 unless claimed. */
  claimedAt: number;
  /** The sender's process id; 0 unless claimed. */
  claimedBy: number;
  /** The sender's process namespace; 0 if unknown. */
  claimedIn: number;
}

const states = ['open', 'ready', 'claimed', 'flushed'] as const;

/** Parses a file name; undefined if it is not that of a spool file. */
export function parseSpoolFileName(name: string): SpoolFileName | undefined {
  const [base = '', stateAndClaim = '', extension] = name.split('.');
  const [openedAt, pid, invocationId = '', destination = '', events = 0, bytes = 0, offset = 0] =
    base.split('_');
  const [stateName, claimedAt = 0, claimedBy = 0, claimedIn = 0] = stateAndClaim.split('_');
  const state = states.find((known) => known === stateName);
  const file = {
    openedAt: Number(openedAt),
    pid: Number(pid),
    events: Number(events),
    bytes: Number(bytes),
    offset: Number(offset),
    claimedAt: Number(claimedAt),
    claimedBy: Number(claimedBy),
    claimedIn: Number(claimedIn),
  };
  return extension === 'jsonl' &&
    state !== undefined &&
    invocationId.length === 36 &&
    destination.length === tagLength &&
    Object.values(file).every((number) => Number.isSafeInteger(number) && number >= 0)
    ? { state, invocationId, destination, ...file }
    : undefined;
}

/** Estimates from a file's name how many of its events are unsent; at least 1. */
export function unsentEvents({ events, bytes, offset }: SpoolFileName): number {
  const left = bytes > 0 ? Math.max(0, 1 - offset / bytes) : 1;
  return Math.max(1, Math.round(events * left));
}

/** The start of a file's name, which never changes. */
export const openedName = (
  openedAt: number,
  pid: number,
  invocationId: string,
  destination: string,
): string => `${openedAt}_${pid}_${invocationId}_${destination}`;

/** Formats a file name. */
export function formatSpoolFileName(file: SpoolFileName): string {
  const base = openedName(file.openedAt, file.pid, file.invocationId, file.destination);
  if (file.state === 'open' || file.state === 'flushed') return `${base}.${file.state}.jsonl`;
  const counted = `${base}_${file.events}_${file.bytes}_${file.offset}`;
  if (file.state === 'ready') return `${counted}.ready.jsonl`;
  const claim = `${file.claimedAt}_${file.claimedBy}`;
  return `${counted}.claimed_${claim}${file.claimedIn === 0 ? '' : `_${file.claimedIn}`}.jsonl`;
}
