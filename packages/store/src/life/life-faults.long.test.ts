import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { someOf } from '@sonde/test-share';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEmbeddedStore } from '../embedded-store.js';
import { queries } from '../queries.js';
import { readBothAnswers } from '../testing/derived-answers.js';
import { collect, createStoredEvent } from '../testing/stored-events.js';

const page = { limit: 100, cursor: null };

/** The numbers of the statements to kill at: the first, and this run's share of the others. */
const killPoints = (statements: number) => [
  1,
  ...someOf(Array.from({ length: statements - 1 }, (_, i) => i + 2)),
];

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-store-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const fixture = fileURLToPath(new URL('./fixtures/delete-until.mjs', import.meta.url));

/** Runs a process that kills itself at the statement; false if it finished first. */
function actUntil(point: number, ...act: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [fixture, directory, String(point), ...act],
      { env: {}, timeout: 240_000 },
      (error, stdout, stderr) => {
        if (stdout === 'done') resolve(false);
        else if (error?.signal === 'SIGKILL' && !error.killed) resolve(true);
        else reject(new Error(`ended otherwise: ${error?.message} ${stderr}`));
      },
    );
  });
}

const months = [3, 4].map((month) => Date.UTC(2026, month, 20));

const eventOf = (user: string, month: number, more: object = {}) =>
  createStoredEvent({
    ...{ user_id: user, distinct_id: user, anonymous_id: `at ${user}` },
    ...{ invocation_id: `${user} ${month}`, insert_id: `${user} ${month}` },
    ...{ timestamp: month, sent_at: null, received_at: month, ...more },
  });

it('finishes deletions that were killed at their statements', async () => {
  const points = killPoints(15);
  const users = points.map((point) => `user-${point}`);
  const first = await openEmbeddedStore({ directory, commitIntervalMs: 0 });
  for (const month of months) {
    await first.append({
      events: ['other', ...users].flatMap((user) => [
        eventOf(user, month),
        eventOf(user, month, { user_id: '', sequence: 2, insert_id: `${user} ${month} 2` }),
      ]),
      quarantined: ['other', ...users].map((user) => ({
        ...{ project: 'default', received_at: month, index: 0, insert_id: user },
        ...{ code: 'event_too_large' as const, field: null, message: 'm', body: { user_id: user } },
      })),
    });
  }
  await first.close();

  const killed = [];
  for (const point of points) {
    if (await actUntil(point, 'delete', `user-${point}`)) killed.push(point);
  }
  // The receipt, refused ids, three lists, the list of what is derived, a rewrite per month of three
  // tables, the end.
  expect(killed).toEqual(expect.arrayContaining(points.filter((point) => point <= 10)));

  const store = await openEmbeddedStore({ directory, rememberedEvents: 0, commitIntervalMs: 0 });
  // A deletion killed before its receipt was written did not begin.
  const [user = ''] = users;
  await store.life.deletePerson(
    'default',
    { user_id: user },
    { requestedBy: 'admin', refusesLater: true },
  );
  const deletions = async () => (await store.life.deletions('default', page)).deletions;
  await expect
    .poll(async () => (await deletions()).every(({ finished_at }) => finished_at !== null), {
      interval: 200,
    })
    .toBe(true);
  const deletedEvents = new Map<string, number>();
  for (const { person, events, quarantined } of await deletions()) {
    deletedEvents.set(person, (deletedEvents.get(person) ?? 0) + (events ?? 0));
    expect(quarantined).toBe(events === 0 ? 0 : 1);
  }
  expect([...deletedEvents.values()]).toEqual(users.map(() => 4));
  const left = async () =>
    new Set((await collect(store.exportEvents('default', {}))).map((event) => event.anonymous_id));
  expect(await left()).toEqual(new Set(['at other']));
  const ever = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  expect((await store.query(queries.quarantine, { project: 'default', ...ever })).events).toBe(1);
  const repeats = users.map((each) => eventOf(each, months[0] as number));
  expect(await store.append({ events: repeats, quarantined: [] })).toEqual({
    accepted: 0,
    duplicates: users.length,
  });
  await store.close();
  const { answers, folded, fresh } = await readBothAnswers(directory, ['default']);
  expect(answers).toEqual(fresh);
  expect(folded).toEqual(fresh);
});

it('finishes retention that was killed at its statements', async () => {
  const points = killPoints(12);
  const projects = points.map((point) => `project-${point}`);
  const before = Date.UTC(2025, 4, 1);
  const hour = 3_600_000;
  const first = await openEmbeddedStore({ directory, commitIntervalMs: 0 });
  for (const project of projects) {
    const event = (invocation_id: string, sequence: number, time: number) =>
      createStoredEvent({
        ...{ project, invocation_id, sequence, timestamp: time, sent_at: null, received_at: time },
      });
    const events = [
      event('old', 1, before - 700 * hour),
      event('long', 1, before - hour),
      event('long', 2, before + hour),
      event('young', 1, before + hour),
    ];
    await first.append({
      events,
      quarantined: [before - hour, before + hour].map((received_at) => ({
        ...{ project, received_at, index: 0, insert_id: null, field: null, message: 'm' },
        ...{ code: 'event_too_large' as const, body: {} },
      })),
    });
  }
  await first.close();

  const killed = [];
  for (const point of points) {
    const project = `project-${point}`;
    if (await actUntil(point, 'retain', project, String(before))) killed.push(point);
  }
  // The start, an old list dropped, a new one, listing, a rewrite of each of two months and of the
  // quarantine, the end, the list dropped.
  expect(killed).toEqual(expect.arrayContaining(points.filter((point) => point <= 8)));

  const store = await openEmbeddedStore({ directory });
  // Retention killed before its record was written did not begin.
  const again = await store.life.applyRetention(projects[0] as string, before);
  const runs = await store.life.retentionRuns();
  expect(runs.map(({ project }) => project).sort()).toEqual(projects.toSorted());
  for (const run of runs) {
    expect(run.finished_at).toMatch(/Z$/);
    const isAgain = run.started_at === again.started_at && run.events === 0;
    if (!isAgain) expect(run).toMatchObject({ events: 3, invocations: 2, quarantined: 1 });
    const left = await collect(store.exportEvents(run.project, {}));
    expect(left.map(({ invocation_id }) => invocation_id)).toEqual(['young']);
    const ever = { from: '2025-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' };
    expect(await store.query(queries.quarantine, { project: run.project, ...ever })).toMatchObject({
      events: 1,
    });
  }
  await store.close();
  const { answers, folded, fresh } = await readBothAnswers(directory, projects);
  expect(answers).toEqual(fresh);
  expect(folded).toEqual(fresh);
});
