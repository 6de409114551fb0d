/** Base-36 digits of a tag: seven for each half. */
export const tagLength = 14;

/**
 * Identifies a destination in file names: events that were recorded for one endpoint and key must never
 * reach another, although they wait in the same directory.
 *
 * Not a cryptographic hash, because loading one takes 2 ms of the tool's run. The sender reads the
 * address from the settings file with the same tag.
 */
export function destinationTag(destination: {
  tool: string;
  type: string;
  endpoint: string;
  key: string | undefined;
}): string {
  const { tool, type, endpoint, key } = destination;
  const text = JSON.stringify([tool, type, endpoint, key]);
  // Two 32-bit FNV-1a hashes with different starts and primes; one 64-bit hash would need bigints.
  let first = 0x811c9dc5;
  let second = 0xcbf29ce4;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x85ebca6b);
  }
  return formatHalf(first) + formatHalf(second);
}

const formatHalf = (hash: number) => (hash >>> 0).toString(36).padStart(tagLength / 2, '0');
