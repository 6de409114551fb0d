const unwritable = new Set(['EACCES', 'EPERM', 'EROFS']);

/** What to do about a file in the project that could not be written or understood. */
export function adviseOnFile(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && unwritable.has(code)) {
    return 'Make the directory writable, or run orbit in one that is.';
  }
  return message ?? String(error);
}
