import { fewestPeople, type RateSample, sampleOf } from './rate-change.js';

/** The runs of one person on both sides of a comparison; some people are on one side only. */
export interface ComparedPerson {
  runs: number;
  hits: number;
  other_runs: number;
  other_hits: number;
}

/** Two samples of a rate that can have people in common. */
export interface ComparedSample {
  sample: RateSample;
  other: RateSample;
  /** Sums over people of products of one side with the other. */
  products: {
    runs: number;
    hits: number;
    hits_by_other_runs: number;
    runs_by_other_hits: number;
  };
}

/** How much higher the rate is than the other one, with a 95 % interval; from −1 to 1. */
export interface RateDifference {
  difference: number;
  low: number;
  high: number;
}

export function comparedSampleOf(people: Iterable<ComparedPerson>): ComparedSample {
  const all = [...people];
  const sum = (product: (person: ComparedPerson) => number) =>
    all.reduce((total, person) => total + product(person), 0);
  const sideOf = (side: readonly { runs: number; hits: number }[]) =>
    sampleOf(side.filter(({ runs }) => runs > 0));
  return {
    sample: sideOf(all),
    other: sideOf(
      all.map(({ other_runs, other_hits }) => ({ runs: other_runs, hits: other_hits })),
    ),
    products: {
      runs: sum(({ runs, other_runs }) => runs * other_runs),
      hits: sum(({ hits, other_hits }) => hits * other_hits),
      hits_by_other_runs: sum(({ hits, other_runs }) => hits * other_runs),
      runs_by_other_hits: sum(({ runs, other_hits }) => runs * other_hits),
    },
  };
}

/**
 * The difference of two rates with its 95 % interval; null if too few people are on one side, or if
 * a few of them have most of the runs.
 *
 * The runs of a person are alike, on both sides too, so people are clusters. The interval holds all
 * differences that the score test does not reject: unlike an estimate plus or minus its error, it
 * stays honest near 0 % and 100 %. Student's t is that of the effective number of people, which is
 * small if a few of them have most of the runs.
 *
 * @example
 * ```ts
 * const people = Array.from({ length: 100 }, (_, i) => (
 *   { runs: 2, hits: i % 2, other_runs: 2, other_hits: i % 2 }));
 * differenceOfRates(comparedSampleOf(people))?.difference; // 0
 * ```
 */
export function differenceOfRates({
  sample,
  other,
  products,
}: ComparedSample): RateDifference | null {
  const people = Math.min(sample.people, other.people);
  if (people < fewestPeople) return null;
  const effective = Math.min(effectivePeople(sample), effectivePeople(other));
  if (effective < 2) return null;
  const all = sample.runs + other.runs;
  const rate = (sample.hits + other.hits) / all;
  // With `d` as the true difference, the rates are `rate + d × other.runs / all` and
  // `rate − d × runs / all`. A person adds `e − d × g` to the observed difference.
  const [a, b] = [1 / sample.runs, -1 / other.runs];
  const [u, v] = [a * (other.runs / all), -b * (sample.runs / all)];
  const own = residuals(rate, sample);
  const others = residuals(rate, other);
  const crossHits = products.hits_by_other_runs - rate * products.runs;
  const crossOther = products.runs_by_other_hits - rate * products.runs;
  const crossBoth =
    products.hits -
    rate * products.hits_by_other_runs -
    rate * products.runs_by_other_hits +
    rate * rate * products.runs;
  const ee = a * a * own.squares + b * b * others.squares + 2 * a * b * crossBoth;
  const eg = a * u * own.byRuns + a * v * crossHits + b * u * crossOther + b * v * others.byRuns;
  const gg = u * u * sample.runs_squared + v * v * other.runs_squared + 2 * u * v * products.runs;

  const difference = sample.hits / sample.runs - other.hits / other.runs;
  const factor = (twoSided95(effective - 1) ** 2 * people) / (people - 1);
  // (difference − d)² ≤ factor × (ee − 2 d × eg + d² × gg), solved for d.
  const square = 1 - factor * gg;
  if (square <= 0) return null;
  const middle = (difference - factor * eg) / square;
  const rest = middle ** 2 - (difference ** 2 - factor * ee) / square;
  const reach = Math.sqrt(Math.max(0, rest));
  return { difference, low: Math.max(-1, middle - reach), high: Math.min(1, middle + reach) };
}

/** As many people with equally many runs would tell as much. */
function effectivePeople({ runs, runs_squared }: RateSample): number {
  return runs ** 2 / runs_squared;
}

/** Sums over people of their hits less those expected: squared, and times their runs. */
function residuals(rate: number, sample: RateSample) {
  const { runs_squared, hits_squared, runs_times_hits } = sample;
  return {
    squares: hits_squared - 2 * rate * runs_times_hits + rate * rate * runs_squared,
    byRuns: runs_times_hits - rate * runs_squared,
  };
}

/** Two-sided 95 % of Student's t, from that of the normal distribution (Wallace, 1959). */
function twoSided95(freedom: number): number {
  const size = (1.959963984540054 * (8 * freedom + 3)) / (8 * freedom + 1);
  return Math.sqrt(freedom * Math.expm1(size ** 2 / freedom));
}
