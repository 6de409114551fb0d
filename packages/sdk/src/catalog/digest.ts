/** SHA-256 of a text's UTF-8, in hexadecimal digits. */
export function sha256(text: string): string {
  // Loaded lazily: few runs compute a hash, and importing node:crypto would slow down all of them.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(text).digest('hex');
}
