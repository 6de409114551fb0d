const tailDigits = 12;
const tailSize = 2 ** 48;

/**
 * The id of the event at `sequence` of an invocation: the invocation's UUID with its last 48 bits
 * advanced by the sequence.
 *
 * It is derived, not drawn, so that two processes that complete the story of the same vanished run
 * give its last events the same ids, and they are counted once.
 */
export function insertIdOf(invocationId: string, sequence: number): string {
  const tail = (Number.parseInt(invocationId.slice(-tailDigits), 16) + sequence) % tailSize;
  return invocationId.slice(0, -tailDigits) + tail.toString(16).padStart(tailDigits, '0');
}
