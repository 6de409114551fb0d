/** Digits of a tag, in base 36: seven for each half. */
export const tagLength = 14;

/**
 * Names where events are meant to go, in the names of files: events that were recorded for one
 * endpoint and key must never reach another one, though they wait in the same directory.
 *
 * Not a cryptographic hash, which would cost a run of the tool two milliseconds to load; the sender
 * reads the address from the settings of the same tag.
 */
export function destinationTag(destination: {
  tool: string;
  type: string;
  endpoint: string;
  key: string | undefined;
}): string {
  const { tool, type, endpoint, key } = destination;
  const text = JSON.stringify([tool, type, endpoint, key]);
  // FNV-1a, 32 bits, from two starts and with two primes; of 64 bits at once it would be bigints.
  let one = 0x811c9dc5;
  let other = 0xcbf29ce4;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x85ebca6b);
  }
  return half(one) + half(other);
}

const half = (hash: number) => (hash >>> 0).toString(36).padStart(tagLength / 2, '0');
