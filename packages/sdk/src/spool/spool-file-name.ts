import { tagLength } from '../destinations/destination-tag.js';

/**
 * The name of a spool file says all that the tool must know about it at exit, so that nothing has to
 * be opened: when its first event was recorded (real clock), by which process, for which destination, how much is in it.
 *
 * - `<ms>_<pid>_<uuid>_<tag>.open.jsonl`: an invocation writes it.
 * - `<ms>_<pid>_<uuid>_<tag>_<events>_<bytes>_<offset>.ready.jsonl`: complete, waiting to be sent; what
 *   lies before `offset` was sent.
 * - `… .claimed_<ms>_<pid>_<namespace>.jsonl`: a sender has it.
 * - `<ms>_<pid>_<uuid>_<tag>.flushed.jsonl`: sent, and kept for the user to see.
 */
export interface SpoolFileName {
  state: 'open' | 'ready' | 'claimed' | 'flushed';
  /** When the first event was recorded, milliseconds since 1970. */
  openedAt: number;
  pid: number;
  invocationId: string;
  /** Where its events are meant to go; see `destinationTag`. */
  destination: string;
  events: number;
  bytes: number;
  /** Bytes at the start that were sent already. */
  offset: number;
  /** Of the sender; 0 unless claimed. */
  claimedAt: number;
  claimedBy: number;
  /** Number of the process namespace of that id; 0 if unknown. */
  claimedIn: number;
}

const states = ['open', 'ready', 'claimed', 'flushed'] as const;

/** Reads a name; undefined for a file that is not one of the spool's. */
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

/** How many of a file's events were not sent yet, as near as its name tells; at least one. */
export function unsentEvents({ events, bytes, offset }: SpoolFileName): number {
  const left = bytes > 0 ? Math.max(0, 1 - offset / bytes) : 1;
  return Math.max(1, Math.round(events * left));
}

/** What a file's name begins with from the first event on. */
export const openedName = (
  openedAt: number,
  pid: number,
  invocationId: string,
  destination: string,
): string => `${openedAt}_${pid}_${invocationId}_${destination}`;

/** Writes the name of a file in a state. */
export function formatSpoolFileName(file: SpoolFileName): string {
  const base = openedName(file.openedAt, file.pid, file.invocationId, file.destination);
  if (file.state === 'open' || file.state === 'flushed') return `${base}.${file.state}.jsonl`;
  const counted = `${base}_${file.events}_${file.bytes}_${file.offset}`;
  if (file.state === 'ready') return `${counted}.ready.jsonl`;
  const claim = `${file.claimedAt}_${file.claimedBy}`;
  return `${counted}.claimed_${claim}${file.claimedIn === 0 ? '' : `_${file.claimedIn}`}.jsonl`;
}
