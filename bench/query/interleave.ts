import { quantile } from '../quantile.js';

/** Something to measure: milliseconds of each round. */
export interface Timed {
  name: string;
  run: (round: number) => Promise<number>;
}

/** Milliseconds by name, in the order of the rounds. */
export type Times = ReadonlyMap<string, readonly number[]>;

/**
 * Runs everything once in each round, in turns forwards and backwards, so that a busy moment of the
 * machine affects all.
 */
export async function interleave(all: readonly Timed[], rounds: number): Promise<Times> {
  const times = new Map<string, number[]>(all.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of round % 2 === 0 ? all : all.toReversed()) {
      times.get(name)?.push(await run(round));
    }
  }
  return times;
}

export function median(times: Times, name: string): number {
  return quantile(times.get(name) ?? [], 0.5);
}

/** The median of the ratios of two measured times in the same rounds. */
export function ratio(times: Times, name: string, other: string): number {
  const others = times.get(other) ?? [];
  const ratios = (times.get(name) ?? []).map((ms, round) => ms / (others[round] ?? Number.NaN));
  return quantile(ratios, 0.5);
}

/** Milliseconds as printed. */
export const ms = (value: number) => Number(value.toFixed(value < 10 ? 1 : 0));

/** A ratio as printed. */
export const times = (value: number) => Number(value.toPrecision(value < 1 ? 2 : 3));
