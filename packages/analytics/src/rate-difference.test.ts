import { describe, expect, it } from 'vitest';
import { type ComparedPerson, comparedSampleOf, differenceOfRates } from './rate-difference.js';
import { createRandom } from './testing.js';

const people = (count: number, person: ComparedPerson) =>
  Array.from({ length: count }, () => person);
const onOneSide = { other_runs: 0, other_hits: 0 };
const onOther = { runs: 0, hits: 0 };

describe('the difference of two rates', () => {
  // By hand: 40 and 30 of 100, pooled 0.35. t² × 100 / 99 is 3.977, so (0.1 − d)² ≤ 3.977 ×
  // (0.00455 − 2 d × 0.0005 + 0.005 d²), which is 0.1 ± 0.1351.
  it('is about that of two proportions if each has one run', () => {
    const { difference, low, high } = differenceOfRates(
      comparedSampleOf([
        ...people(60, { runs: 1, hits: 0, ...onOneSide }),
        ...people(40, { runs: 1, hits: 1, ...onOneSide }),
        ...people(70, { other_runs: 1, other_hits: 0, ...onOther }),
        ...people(30, { other_runs: 1, other_hits: 1, ...onOther }),
      ]),
    ) as { difference: number; low: number; high: number };
    expect(difference).toBeCloseTo(0.1, 10);
    expect(low).toBeCloseTo(-0.0351, 3);
    expect(high).toBeCloseTo(0.2351, 3);
  });

  it('knows that the same people are on both sides', () => {
    const same = comparedSampleOf([
      ...people(50, { runs: 4, hits: 4, other_runs: 4, other_hits: 4 }),
      ...people(50, { runs: 4, hits: 0, other_runs: 4, other_hits: 0 }),
    ]);
    expect(differenceOfRates(same)).toEqual({ difference: 0, low: 0, high: 0 });
  });

  it('is not known with few people, or if one of them has most of the runs', () => {
    const both = { runs: 2, hits: 1, other_runs: 2, other_hits: 1 };
    expect(differenceOfRates(comparedSampleOf(people(19, both)))).toBeNull();
    expect(differenceOfRates(comparedSampleOf([]))).toBeNull();
    expect(
      differenceOfRates(
        comparedSampleOf([...people(30, both), { runs: 900, hits: 9, ...onOneSide }]),
      ),
    ).toBeNull();
  });

  it('stays between −1 and 1', () => {
    const all = comparedSampleOf([
      ...people(30, { runs: 1, hits: 1, ...onOneSide }),
      ...people(30, { other_runs: 1, other_hits: 0, ...onOther }),
    ]);
    const { difference, low, high } = differenceOfRates(all) ?? { difference: 0, low: 0, high: 0 };
    expect(difference).toBe(1);
    expect(low).toBeGreaterThan(0.7);
    expect(high).toBe(1);
  });
});

describe('an unchanged flow', () => {
  const random = createRandom();

  /** Few people have most of the runs, and half of the people always or never convert. */
  function person(rate: number, share: number): ComparedPerson {
    const own = random() < 0.5 ? rate : Number(random() < rate);
    const draw = () => {
      const runs = Math.min(500, Math.floor(random() ** -0.9));
      let hits = 0;
      for (let i = 0; i < runs; i += 1) if (random() < own) hits += 1;
      return { runs, hits };
    };
    const none = { runs: 0, hits: 0 };
    const side = random();
    const [one, other] =
      side < share ? [draw(), draw()] : side < (1 + share) / 2 ? [draw(), none] : [none, draw()];
    return { ...one, other_runs: other.runs, other_hits: other.hits };
  }

  it.each([
    [60, 0],
    [60, 0.6],
    [200, 0.3],
    [400, 0.5],
  ])(
    '%d people, a share of %d on both sides: looks different at most once in twenty',
    (count, share) => {
      const comparisons = 300;
      const rates = [0.02, 0.1, 0.5, 0.9, 0.98];
      let alarms = 0;
      for (const rate of rates) {
        for (let i = 0; i < comparisons; i += 1) {
          const interval = differenceOfRates(
            comparedSampleOf(Array.from({ length: count }, () => person(rate, share))),
          );
          if (interval !== null && (interval.low > 0 || interval.high < 0)) alarms += 1;
        }
      }
      expect(alarms / (comparisons * rates.length)).toBeLessThanOrEqual(0.05);
    },
  );
});
