const unwritable = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Advice for a project file that could not be written or parsed. */
export function adviseOnFile(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && unwritable.has(code)) {
    return 'Make the directory writable, or run orbit in one that is.';
  }
  return message ?? String(error);
}
