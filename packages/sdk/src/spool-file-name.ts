/**
 * The name of a spool file says all that the tool must know about it at exit, so that nothing has to
 * be opened: when its first event was recorded (real clock), by which process, how much is in it.
 *
 * - `<ms>_<pid>_<uuid>.open.jsonl`: an invocation writes it.
 * - `<ms>_<pid>_<uuid>_<events>_<bytes>_<offset>.ready.jsonl`: complete, waiting to be sent; what
 *   lies before `offset` was sent.
 * - `… .claimed_<ms>_<pid>.jsonl`: a sender has it.
 * - `<ms>_<pid>_<uuid>.flushed.jsonl`: sent, and kept for the user to see.
 */
export interface SpoolFileName {
  state: 'open' | 'ready' | 'claimed' | 'flushed';
  /** When the first event was recorded, milliseconds since 1970. */
  openedAt: number;
  pid: number;
  invocationId: string;
  events: number;
  bytes: number;
  /** Bytes at the start that were sent already. */
  offset: number;
  /** Of the sender; 0 unless claimed. */
  claimedAt: number;
  claimedBy: number;
}

const pattern =
  /^(\d{1,15})_(\d{1,10})_([0-9a-f-]{36})(?:_(\d{1,10})_(\d{1,15})_(\d{1,15}))?\.(open|ready|flushed|claimed_(\d{1,15})_(\d{1,10}))\.jsonl$/;

/** Reads a name; undefined for a file that is not one of the spool's. */
export function parseSpoolFileName(name: string): SpoolFileName | undefined {
  const match = pattern.exec(name);
  if (match === null) return undefined;
  const state = match[7]?.startsWith('claimed') ? 'claimed' : match[7];
  if (match[3] === undefined) return undefined;
  return {
    state: state as SpoolFileName['state'],
    openedAt: Number(match[1]),
    pid: Number(match[2]),
    invocationId: match[3],
    events: Number(match[4] ?? 0),
    bytes: Number(match[5] ?? 0),
    offset: Number(match[6] ?? 0),
    claimedAt: Number(match[8] ?? 0),
    claimedBy: Number(match[9] ?? 0),
  };
}

/** Writes the name of a file in a state. */
export function formatSpoolFileName(file: SpoolFileName): string {
  const base = `${file.openedAt}_${file.pid}_${file.invocationId}`;
  if (file.state === 'open' || file.state === 'flushed') return `${base}.${file.state}.jsonl`;
  const counted = `${base}_${file.events}_${file.bytes}_${file.offset}`;
  return file.state === 'ready'
    ? `${counted}.ready.jsonl`
    : `${counted}.claimed_${file.claimedAt}_${file.claimedBy}.jsonl`;
}
