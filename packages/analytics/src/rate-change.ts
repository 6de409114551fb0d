/**
 * How often something happened in runs of several people, for example a failure of a command. A sum
 * over people: `runs` and `hits` of each, their squares, and their product.
 */
export interface RateSample {
  people: number;
  people_hit: number;
  runs: number;
  hits: number;
  runs_squared: number;
  hits_squared: number;
  runs_times_hits: number;
}

/** Fewer people show nothing: one of them would decide. */
export const fewestPeople = 20;

/** If it happened to fewer, they may be the only ones. */
const fewestHit = 3;

/** How often an unchanged release may be said to be worse, whatever the number of rates. */
const falseAlarmRate = 0.05;

/** Adds up the runs of each person. */
export function sampleOf(people: Iterable<{ runs: number; hits: number }>): RateSample {
  const sample = { people: 0, people_hit: 0, runs: 0, hits: 0 };
  const squares = { runs_squared: 0, hits_squared: 0, runs_times_hits: 0 };
  for (const { runs, hits } of people) {
    sample.people += 1;
    sample.people_hit += hits > 0 ? 1 : 0;
    sample.runs += runs;
    sample.hits += hits;
    squares.runs_squared += runs * runs;
    squares.hits_squared += hits * hits;
    squares.runs_times_hits += runs * hits;
  }
  return { ...sample, ...squares };
}

/**
 * How likely chance alone makes the rate rise as much, from 0 to 1; null if too few people are in a
 * sample to say.
 *
 * The runs of a person are alike: who fails once fails again. So people are compared, not runs (a
 * score test of two ratios with people as clusters, one-sided, against Student's t with the people
 * of the smaller sample).
 *
 * @example
 * ```ts
 * const before = sampleOf(Array.from({ length: 50 }, () => ({ runs: 10, hits: 0 })));
 * const after = sampleOf(Array.from({ length: 50 }, (_, i) => ({ runs: 10, hits: i % 2 })));
 * probabilityOfRise(before, after); // less than 0.001
 * ```
 */
export function probabilityOfRise(before: RateSample, after: RateSample): number | null {
  const people = Math.min(before.people, after.people);
  if (people < fewestPeople) return null;
  if (after.people_hit < fewestHit) return 1;
  const pooled = (before.hits + after.hits) / (before.runs + after.runs);
  const variance = varianceAt(pooled, before) + varianceAt(pooled, after);
  if (variance === 0) return 1;
  const rise = after.hits / after.runs - before.hits / before.runs;
  return upperTail(rise / Math.sqrt(variance), people - 1);
}

/** The variance of a sample's rate if its true value is this one. */
function varianceAt(rate: number, sample: RateSample): number {
  const { people, runs, runs_squared, hits_squared, runs_times_hits } = sample;
  const squares = hits_squared - 2 * rate * runs_times_hits + rate * rate * runs_squared;
  return (Math.max(0, squares) / runs ** 2) * (people / (people - 1));
}

/**
 * Chooses the changes that are more than chance. Of all that are chosen, at most one in twenty is
 * expected to be a false alarm, and if nothing has changed, at most one release in twenty has any
 * (Benjamini and Hochberg, 1995).
 *
 * @param tests Each with its probability, null if it could not be tested.
 */
export function chooseSignificant<Test extends { probability: number | null }>(
  tests: readonly Test[],
): Test[] {
  const sorted = tests
    .flatMap((test) => (test.probability === null ? [] : [{ test, probability: test.probability }]))
    .sort((a, b) => a.probability - b.probability);
  const last = sorted.findLastIndex(
    ({ probability }, i) => probability <= (falseAlarmRate * (i + 1)) / sorted.length,
  );
  return sorted.slice(0, last + 1).map(({ test }) => test);
}

/** The upper tail of Student's t: as that of the normal distribution (Wallace, 1959). */
function upperTail(t: number, freedom: number): number {
  const size = Math.sqrt(freedom * Math.log1p(t ** 2 / freedom));
  return normalTail((Math.sign(t) * size * (8 * freedom + 1)) / (8 * freedom + 3));
}

/** The upper tail of the normal distribution, to 7 digits (Abramowitz and Stegun, 26.2.17). */
function normalTail(z: number): number {
  const k = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    k *
    (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  const tail = (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? tail : 1 - tail;
}
