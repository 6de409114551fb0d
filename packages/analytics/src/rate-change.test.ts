import { describe, expect, it } from 'vitest';
import { chooseSignificant, probabilityOfRise, type RateSample, sampleOf } from './rate-change.js';
import { createRandom } from './testing.js';

/** So many people, each with the same runs. */
const people = (count: number, runs: number, hits: number) =>
  Array.from({ length: count }, () => ({ runs, hits }));

describe('the probability of a rise', () => {
  it('is small for a rise among many people', () => {
    const before = sampleOf([...people(90, 5, 0), ...people(10, 5, 5)]);
    const after = sampleOf([...people(60, 5, 0), ...people(40, 5, 5)]);
    expect(probabilityOfRise(before, after)).toBeLessThan(0.001);
    expect(probabilityOfRise(after, before)).toBeGreaterThan(0.999);
  });

  // By hand: with one run each, the score test of two proportions. 30 of 100 and 40 of 100 have
  // z = 0.1 / sqrt(2 × 0.35 × 0.65 / 99) = 1.4751, but with squares around the pooled rate.
  it('is that of two proportions if each has one run', () => {
    const before = sampleOf([...people(70, 1, 0), ...people(30, 1, 1)]);
    const after = sampleOf([...people(60, 1, 0), ...people(40, 1, 1)]);
    expect(probabilityOfRise(before, after)).toBeCloseTo(0.0717, 2);
  });

  it('does not take the many runs of one person for many people', () => {
    const before = sampleOf(people(50, 4, 0));
    const one = sampleOf([...people(49, 4, 0), { runs: 400, hits: 400 }]);
    const many = sampleOf([...people(40, 4, 0), ...people(10, 40, 40)]);
    expect(probabilityOfRise(before, one)).toBe(1);
    expect(probabilityOfRise(before, many)).toBeLessThan(0.01);
  });

  it('is not known with few people, and 1 if nothing differs', () => {
    expect(probabilityOfRise(sampleOf(people(19, 9, 0)), sampleOf(people(50, 9, 9)))).toBeNull();
    expect(probabilityOfRise(sampleOf(people(50, 9, 9)), sampleOf(people(19, 9, 0)))).toBeNull();
    expect(probabilityOfRise(sampleOf(people(20, 9, 0)), sampleOf(people(20, 9, 0)))).toBe(1);
    expect(probabilityOfRise(sampleOf(people(20, 9, 9)), sampleOf(people(20, 9, 9)))).toBe(1);
  });
});

it('chooses by the number of tests', () => {
  const tests = (...all: (number | null)[]) => all.map((probability) => ({ probability }));
  expect(chooseSignificant(tests(0.04))).toHaveLength(1);
  expect(chooseSignificant(tests(0.04, 0.9))).toHaveLength(0);
  expect(chooseSignificant(tests(0.04, 0.9, 0.01, null))).toEqual(tests(0.01));
  // The larger ones are below 0.05 × 2 / 3 and 0.05 × 3 / 3.
  expect(chooseSignificant(tests(0.03, 0.05, 0.02))).toHaveLength(3);
  expect(chooseSignificant(tests(null, null))).toEqual([]);
  expect(chooseSignificant([])).toEqual([]);
});

describe('an unchanged release', () => {
  const rates = [0.01, 0.03, 0.1, 0.3, 0.7];
  const releases = 200;
  const random = createRandom();

  /** Few people have most of the runs, and half of the people always or never fail. */
  function person(rate: number) {
    const runs = Math.min(500, Math.floor(random() ** -0.9));
    const own = random() < 0.5 ? rate : Number(random() < rate);
    let hits = 0;
    for (let i = 0; i < runs; i += 1) if (random() < own) hits += 1;
    return { runs, hits };
  }
  const draw = (count: number, rate: number): RateSample =>
    sampleOf(Array.from({ length: count }, () => person(rate)));

  it.each([
    [25, 25, 10],
    [60, 60, 40],
    [400, 25, 20],
    [300, 300, 20],
  ])(
    '%d people before, %d after, %d rates: says at most once in twenty that it is worse',
    (before, after, count) => {
      let alarms = 0;
      for (let release = 0; release < releases; release += 1) {
        const tests = Array.from({ length: count }, (_, i) => {
          const rate = rates[i % rates.length] ?? 0;
          return { probability: probabilityOfRise(draw(before, rate), draw(after, rate)) };
        });
        if (chooseSignificant(tests).length > 0) alarms += 1;
      }
      expect(alarms / releases).toBeLessThanOrEqual(0.05);
    },
  );
});
