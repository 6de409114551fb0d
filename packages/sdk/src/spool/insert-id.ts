const tailDigits = 12;
const tailSize = 2 ** 48;

/**
 * The id of an event: the invocation's UUID with `sequence` added to its last 48 bits.
 *
 * It is derived, not random: two senders that recover the same invocation give its end events the same
 * ids, so the events count once.
 */
export function insertIdOf(invocationId: string, sequence: number): string {
  const tail = (Number.parseInt(invocationId.slice(-tailDigits), 16) + sequence) % tailSize;
  return invocationId.slice(0, -tailDigits) + tail.toString(16).padStart(tailDigits, '0');
}
