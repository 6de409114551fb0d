const monthsMax = 1_200;

/** A number of months as it was typed; undefined when it is none that can be set. */
export function readMonths(text: string): number | undefined {
  const months = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  return months >= 1 && months <= monthsMax ? months : undefined;
}
