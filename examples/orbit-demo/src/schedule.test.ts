import { expect, test } from 'vitest';
import { regressedVersion, releases, versionAt } from './release-history.js';
import { scenarios } from './scenarios.js';
import { createSchedule } from './schedule.js';

const now = Date.UTC(2026, 10, 1);
const options = { seed: 1, users: 60, runs: 400, now };
const dayMs = 86_400_000;

function creations(planned = createSchedule(options)) {
  return planned
    .flatMap(({ runs }) => runs)
    .flatMap(({ command, version }) =>
      command.kind === 'create' ? [{ scenario: command.scenario, version }] : [],
    );
}

test('the same seed gives the same story, another one another', () => {
  expect(createSchedule(options)).toEqual(createSchedule(options));
  expect(createSchedule({ ...options, seed: 2 })).not.toEqual(createSchedule(options));
});

test.each([1, 2, 3, 4, 5])('every ending, seed %i', (seed) => {
  const planned = createSchedule({ ...options, seed });
  expect(planned).toHaveLength(60);
  expect(planned.flatMap(({ runs }) => runs).length).toBeGreaterThanOrEqual(400);
  const names = new Set(creations(planned).map(({ scenario }) => scenario.name));
  expect([...names].sort()).toEqual(scenarios.map(({ name }) => name).sort());
  expect(new Set(planned.map(({ persona }) => persona.kind))).toEqual(
    new Set(['human', 'agent', 'ci']),
  );
});

test('most creations are completed, fewer in the version that went wrong', () => {
  const all = creations();
  const completed = (chosen: typeof all) =>
    chosen.filter(({ scenario }) => scenario.expected.outcome === 'completed').length /
    chosen.length;
  expect(completed(all)).toBeGreaterThan(0.5);
  const regressed = all.filter(({ version }) => version === regressedVersion);
  const failedAtKey = regressed.filter(({ scenario }) => scenario.expected.step === 'api_key');
  expect(failedAtKey.length / regressed.length).toBeGreaterThan(0.1);
  const others = all.filter(({ version }) => version !== regressedVersion);
  const othersAtKey = others.filter(({ scenario }) => scenario.expected.step === 'api_key');
  expect(othersAtKey.length / others.length).toBeLessThan(0.06);
});

test.each([1, 2, 3, 4, 5])(
  'the newest version is plainly worse than the one before, seed %i',
  (seed) => {
    const all = creations(createSchedule({ ...options, seed }));
    const [previous, newest] = releases.slice(-2).map((release) => {
      const ended = all.filter(
        ({ scenario, version }) =>
          version === release.version && scenario.expected.reason !== 'cancelled',
      );
      const succeeded = ended.filter(({ scenario }) => scenario.expected.exitCode === 0);
      return { ended: ended.length, rate: succeeded.length / ended.length };
    });
    expect(newest?.ended).toBeGreaterThan(40);
    expect(previous?.ended).toBeGreaterThan(40);
    expect(previous!.rate - newest!.rate).toBeGreaterThan(0.15);
  },
);

test('a story goes forward, in the past four weeks, with newer and newer versions', () => {
  const order = releases.map(({ version }) => version);
  for (const { runs } of createSchedule(options)) {
    expect(runs.length).toBeGreaterThan(0);
    const times = runs.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
    expect(Math.min(...times)).toBeGreaterThan(now - 29 * dayMs);
    expect(Math.max(...times)).toBeLessThan(now);
    const versions = runs.map(({ version }) => order.indexOf(version));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  }
});

test('nobody’s story ends with a run that was killed', () => {
  for (const { runs, persona } of createSchedule(options)) {
    const vanished = runs.map(
      ({ command }) =>
        command.kind === 'create' && command.scenario.expected.outcome === 'vanished',
    );
    expect(vanished.at(-1)).toBe(false);
    if (persona.kind === 'ci') expect(vanished).not.toContain(true);
  }
});

test('too few users for every ending is an error, not an endless search', () => {
  expect(() => createSchedule({ ...options, users: 1, runs: 10 })).toThrow('No user fits');
});

test('somebody who updates late has the older version', () => {
  expect(versionAt(14, 0)).toBe('1.3.0');
  expect(versionAt(14, 4)).toBe('1.2.0');
  expect(versionAt(0, 0)).toBe('1.3.1');
});
