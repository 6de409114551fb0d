import { type Static, Type } from 'typebox';
import { count, Nullable } from './response-fields.js';

/** Lower bounds of the buckets, in milliseconds: 0, then 1, 2, 5, 10, … up to 10⁹ (twelve days). */
export const durationBounds: readonly number[] = [
  0,
  ...Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((digit) => digit * 10 ** power)).flat(),
  1e9,
];

export const DurationBucket = Type.Object({
  from_ms: Type.Number({ minimum: 0, description: 'Lower bound, inclusive' }),
  to_ms: Nullable(Type.Number({ description: 'Upper bound, exclusive; null for the last bucket' })),
  invocations: count('Invocations whose duration is in it'),
});
type DurationBucket = Static<typeof DurationBucket>;

/**
 * All buckets from the first to the last with an invocation, also the empty ones between.
 *
 * @param counts Invocations by the lower bound of their bucket.
 */
export function fillHistogram(counts: ReadonlyMap<number, number>): DurationBucket[] {
  const buckets = durationBounds.map((from_ms, index) => ({
    from_ms,
    to_ms: durationBounds[index + 1] ?? null,
    invocations: counts.get(from_ms) ?? 0,
  }));
  const isUsed = ({ invocations }: DurationBucket) => invocations > 0;
  return buckets.slice(buckets.findIndex(isUsed), buckets.findLastIndex(isUsed) + 1);
}

/** Counts durations by the lower bound of their bucket. */
export function foldHistogram(durations: readonly number[]): DurationBucket[] {
  const counts = new Map<number, number>();
  for (const duration of durations) {
    const bound = durationBounds.findLast((one) => one <= duration) ?? 0;
    counts.set(bound, (counts.get(bound) ?? 0) + 1);
  }
  return fillHistogram(counts);
}
