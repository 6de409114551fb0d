/** Digits of a tag, in base 36. */
export const tagLength = 13;

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
  // FNV-1a, 64 bits.
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(JSON.stringify([tool, type, endpoint, key]))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36).padStart(tagLength, '0');
}
