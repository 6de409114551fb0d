import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

async function load(environment: Record<string, string>) {
  vi.stubEnv('SONDE_TEST_SHARE', undefined);
  vi.stubEnv('SONDE_TEST_SEED', undefined);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return await import('./index.js');
}

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const ten = Array.from({ length: 10 }, (_, index) => index);

it('takes everything without a share', async () => {
  const { share, shareOf, someOf } = await load({});
  expect(share).toBe(1);
  expect(shareOf(420)).toBe(420);
  expect(someOf(ten)).toEqual(ten);
});

describe('with a share', () => {
  it('takes so many, and at least one', async () => {
    const { shareOf, someOf } = await load({ SONDE_TEST_SHARE: '0.3', SONDE_TEST_SEED: '7' });
    expect(shareOf(100)).toBe(30);
    expect(shareOf(100, 50)).toBe(50);
    expect(shareOf(40, 50)).toBe(40);
    expect(shareOf(1)).toBe(1);
    expect(someOf(ten)).toHaveLength(3);
    expect(someOf(['one'])).toEqual(['one']);
    expect(someOf(ten, { least: 0.5 })).toHaveLength(5);
    expect(someOf(ten, { turn: 1 })).not.toEqual(someOf(ten));
    expect(someOf([])).toEqual([]);
  });

  it('takes each item with some seed, and keeps their order', async () => {
    const taken = new Set<number>();
    for (const seed of ['1', '2', '3', '4']) {
      vi.resetModules();
      const { someOf } = await load({ SONDE_TEST_SHARE: '0.3', SONDE_TEST_SEED: seed });
      const some = someOf(ten);
      expect(some).toEqual(some.toSorted((one, other) => one - other));
      for (const item of some) taken.add(item);
    }
    expect(taken.size).toBe(10);
  });
});
