import { expect, test } from 'vitest';
import { regressedVersion, releases, versionAt } from './release-history.js';
import type { FlowName } from './scenario.js';
import { scenarios } from './scenarios.js';
import { createSchedule, type PlannedUser } from './schedule.js';

const now = Date.UTC(2026, 10, 1);
const options = { seed: 1, users: 60, runs: 420, now };
const dayMs = 86_400_000;
const seeds = [1, 2, 3, 4, 5];

const runsOf = (planned: readonly PlannedUser[]) => planned.flatMap(({ runs }) => runs);

/** Outcomes of a flow. */
function endingsOf(flow: FlowName, planned = createSchedule(options)) {
  return runsOf(planned)
    .filter(({ scenario }) => scenario.flow === flow && scenario.expected.outcome !== 'none')
    .map(({ scenario, version }) => ({ ...scenario.expected, name: scenario.name, version }));
}

function shareOf<T>(all: readonly T[], isCounted: (one: T) => boolean): number {
  return all.filter(isCounted).length / all.length;
}

test('the same seed gives the same schedule, another seed another one', () => {
  expect(createSchedule(options)).toEqual(createSchedule(options));
  expect(createSchedule({ ...options, seed: 2 })).not.toEqual(createSchedule(options));
});

test.each(seeds)('every outcome occurs, seed %i', (seed) => {
  const planned = createSchedule({ ...options, seed });
  expect(planned).toHaveLength(60);
  expect(runsOf(planned)).toHaveLength(420);
  const names = new Set(runsOf(planned).map(({ scenario }) => scenario.name));
  expect([...names].sort()).toEqual(scenarios.map(({ name }) => name).sort());
  expect(new Set(planned.map(({ persona }) => persona.kind))).toEqual(
    new Set(['human', 'agent', 'ci']),
  );
});

test.each(seeds)('most runs complete, and each flow stops in every way, seed %i', (seed) => {
  const planned = createSchedule({ ...options, seed });
  for (const flow of ['auth', 'application_create', 'plan_change'] as const) {
    const endings = endingsOf(flow, planned);
    expect(endings.length).toBeGreaterThan(45);
    expect(shareOf(endings, ({ outcome }) => outcome === 'completed')).toBeGreaterThan(0.4);
    expect(new Set(endings.map(({ outcome }) => outcome))).toEqual(
      new Set(['completed', 'aborted', 'failed', 'vanished']),
    );
  }
});

test.each(seeds)('the newest version is clearly worse than the previous one, seed %i', (seed) => {
  const all = endingsOf('application_create', createSchedule({ ...options, seed }));
  const [previous, newest] = releases.slice(-2).map((release) => {
    const ended = all.filter(
      ({ version, reason }) => version === release.version && reason !== 'cancelled',
    );
    return { ended: ended.length, rate: shareOf(ended, ({ exitCode }) => exitCode === 0) };
  });
  // The Overview needs this many to report it.
  expect(newest?.ended).toBeGreaterThan(25);
  expect(previous?.ended).toBeGreaterThan(25);
  expect(previous!.rate - newest!.rate).toBeGreaterThan(0.2);
  const atKey = ({ step }: { step?: string }) => step === 'api_key';
  const isNewest = ({ version }: { version: string }) => version === regressedVersion;
  expect(shareOf(all.filter(isNewest), atKey)).toBeGreaterThan(0.15);
  expect(
    shareOf(
      all.filter((one) => !isNewest(one)),
      atKey,
    ),
  ).toBeLessThan(0.06);
});

test.each(seeds)('coding agents create less well than people, and try again, seed %i', (seed) => {
  const planned = createSchedule({ ...options, seed });
  const endedBy = (kind: string) =>
    endingsOf(
      'application_create',
      planned.filter(({ persona }) => persona.kind === kind),
    ).filter(({ reason }) => reason !== 'cancelled');
  const successOf = (kind: string) => shareOf(endedBy(kind), ({ exitCode }) => exitCode === 0);
  // The Agents page needs 20 of each to compare them.
  expect(endedBy('agent').length).toBeGreaterThan(25);
  expect(successOf('agent')).toBeLessThan(successOf('human') - 0.1);
  const repeated = planned.flatMap(({ persona, runs }) =>
    runs.filter(({ at }, i) => at - (runs[i - 1]?.at ?? 0) < 60_000).map(() => persona.kind),
  );
  expect(repeated.length).toBeGreaterThan(5);
  expect(new Set(repeated)).toEqual(new Set(['agent']));
});

test('runs are in order, in the past four weeks, with increasing versions', () => {
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

test('no user’s last run is killed or not counted', () => {
  for (const { runs, persona } of createSchedule(options)) {
    const endings = runs.map(({ scenario }) => scenario.expected);
    expect(endings.at(-1)?.outcome).not.toBe('vanished');
    expect(endings.at(-1)?.silent).not.toBe(true);
    if (persona.kind === 'ci') {
      expect(endings.map(({ outcome }) => outcome)).not.toContain('vanished');
    }
  }
});

test('a person with an account signs in to it, and one without signs up first', () => {
  for (const { accounts, runs, hasTokenVariable } of createSchedule(options)) {
    const names = runs.map(({ scenario }) => scenario.name);
    const signedUp = names.findIndex((name) => name.startsWith('signed_up'));
    if (accounts[0]?.isNew !== true) expect(signedUp).toBe(-1);
    const created = names.indexOf('completed');
    if (accounts[0]?.isNew === true && created >= 0) expect(signedUp).toBeLessThan(created);
    if (hasTokenVariable) expect(runs.some(({ scenario }) => scenario.flow === 'auth')).toBe(false);
  }
});

test('too few users for every outcome is an error, not an endless search', () => {
  expect(() => createSchedule({ ...options, users: 1, runs: 300 })).toThrow('No user fits');
});

test('the number of runs is exact, even if small', () => {
  expect(runsOf(createSchedule({ ...options, users: 4, runs: 10 }))).toHaveLength(10);
});

test('a user who updates late has the older version', () => {
  expect(versionAt(14, 0)).toBe('1.3.0');
  expect(versionAt(14, 4)).toBe('1.2.0');
  expect(versionAt(0, 0)).toBe('1.3.1');
});
