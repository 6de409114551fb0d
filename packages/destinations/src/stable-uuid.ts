const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One of four independent 32-bit hashes (FNV-1a with extra mixing), as eight hexadecimal digits. */
function hash(text: string, seed: number): string {
  let value = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
    // Without this, the low bits of the four hashes would be equal.
    value ^= value >>> 15;
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}

/**
 * An id as a UUID, for vendors that accept no other: itself if it is one, else always the same UUID for
 * the same id. Vendors' clients use other ids, such as `node-next-1796063744823-…`.
 */
export function stableUuid(id: string): string {
  if (uuidPattern.test(id)) return id;
  const digits = [1, 2, 3, 4].map((seed) => hash(id, seed)).join('');
  // The version 8 is for ids that are made in a way of their own.
  return digits.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-8$3-8$4-$5');
}
