/** SHA-256 of a text's UTF-8, in hexadecimal digits. */
export function sha256(text: string): string {
  // Not imported: loading node:crypto would cost every run of a tool, and few ask for a hash.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(text).digest('hex');
}
