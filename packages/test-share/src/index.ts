// Some tests repeat one check many times: with random input, killed at each statement, with each
// version of a framework. A slow machine runs a share of the repetitions, chosen by a seed, so that
// the whole suite ends in time and later runs test the others. See CONTRIBUTING.md.

const { SONDE_TEST_SHARE, SONDE_TEST_SEED } = process.env;

/** The share of all repetitions that this run tests, above 0 and at most 1. Without SONDE_TEST_SHARE, 1. */
export const share = Math.min(Number(SONDE_TEST_SHARE) || 1, 1);

/** Decides what is random in this run: SONDE_TEST_SEED, or another number each time. */
export const seed = Number(SONDE_TEST_SEED) || Math.floor(Math.random() * 2 ** 31);

/** Prints the seed, for a test that fails with some seeds only. */
export function printSeed(): void {
  console.log(`SONDE_TEST_SEED=${seed}`);
}

/** This run's share of so many repetitions; never fewer than `least`. */
export function shareOf(count: number, least = 1): number {
  return Math.max(Math.min(least, count), Math.round(count * share));
}

/**
 * This run's share of the items, in their order and evenly spread; at least one, and each in some run.
 *
 * @param options `least` is the smallest share; another `turn` takes other items.
 */
export function someOf<Item>(
  items: readonly Item[],
  { least = 0, turn = 0 }: { least?: number; turn?: number } = {},
): Item[] {
  const count = shareOf(items.length, Math.max(1, Math.round(items.length * least)));
  const isTaken = (at: number) =>
    Math.floor(((at + 1) * count) / items.length) > Math.floor((at * count) / items.length);
  return items.filter((_, index) => isTaken((index + seed + turn) % items.length));
}
