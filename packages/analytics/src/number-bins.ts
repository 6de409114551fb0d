/** Values from `from`, inclusive, to `to`, exclusive; null: without a limit. */
export interface NumberBin {
  from: number;
  to: number | null;
}

/** Bins up to the 90th percentile; a last one has the rest. */
const mostBins = 12;

/**
 * Bins of equal, round width for the distribution of numbers. A few very large numbers must not push
 * all others into one bin: what is above the 90th percentile shares the last one.
 *
 * @param p90 Not less than `minimum`.
 */
export function numberBins(minimum: number, p90: number): NumberBin[] {
  const width = roundWidth((p90 - minimum) / (mostBins - 2));
  const first = Math.floor(minimum / width);
  const count = Math.floor(p90 / width) - first + 1;
  // A product of two whole numbers and a power of ten, so that bounds are short decimals.
  const bound = (index: number) => Number(((first + index) * width).toPrecision(15));
  const bins = Array.from({ length: count }, (_, index): NumberBin => {
    return { from: bound(index), to: bound(index + 1) };
  });
  return [...bins, { from: bound(count), to: null }];
}

/** 1, 2 or 5 times a power of ten, at least `width`. */
function roundWidth(width: number): number {
  if (width <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  return [1, 2, 5].map((factor) => factor * power).find((one) => one >= width) ?? 10 * power;
}
