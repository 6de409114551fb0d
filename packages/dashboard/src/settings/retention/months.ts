const monthsMax = 1_200;

/** Parses a number of months; undefined if it is not allowed. */
export function readMonths(text: string): number | undefined {
  const months = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  return months >= 1 && months <= monthsMax ? months : undefined;
}
