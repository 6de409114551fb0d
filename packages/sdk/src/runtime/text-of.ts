/** An error as text. Code of others may throw what is not an error, and what has no text. */
export function textOf(error: unknown): string {
  try {
    return `${error}`;
  } catch {
    return typeof error;
  }
}
