/** Counts by reason. */
export type Counts = Record<string, number>;

/** Adds the counts of `from` to `into`. */
export function addCounts(into: Counts, from: Counts): void {
  for (const [reason, count] of Object.entries(from)) into[reason] = (into[reason] ?? 0) + count;
}
