/** An error as text. Other code may throw values that are not errors or have no text. */
export function textOf(error: unknown): string {
  try {
    return `${error}`;
  } catch {
    return typeof error;
  }
}
