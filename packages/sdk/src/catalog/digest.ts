/** SHA-256 of a text's UTF-8, in hexadecimal digits. */
export function sha256(text: string): string {
  // Loaded lazily, because importing node:crypto would slow down every run.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(text).digest('hex');
}
