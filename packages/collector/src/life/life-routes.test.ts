import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { generateKey } from '../team/keys.js';
import { openTeam } from '../team/open-team.js';
import { createTestDirectory } from '../testing/collector-process.js';
import { scheduleRetention } from './retention-schedule.js';

const directory = createTestDirectory();
const readKey = generateKey('read');
const now = Date.UTC(2025, 10, 29, 12);
/** Each act is a moment later than the previous one, so that the audit log has an order. */
let clock = now;
const tick = () => ++clock;
let store: Store;
/** A collector without accounts. */
let app: FastifyInstance;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data'), commitIntervalMs: 0 });
  app = await createCollector({ store, now: tick });
  for (const id of ['orbit', 'kept', 'old']) {
    expect((await ask('POST', '/projects', { id })).status).toBe(201);
  }
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});

async function ask(
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  payload?: unknown,
  { headers = {}, instance = app }: { headers?: object; instance?: FastifyInstance } = {},
) {
  const response = await instance.inject({
    method,
    url: `/api/v1${path}`,
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined
      ? {}
      : { payload: typeof payload === 'string' ? payload : JSON.stringify(payload) }),
  });
  const isJson = /^application\/(problem\+)?json/.test(String(response.headers['content-type']));
  return {
    status: response.statusCode,
    text: response.body,
    body: isJson ? response.json() : null,
  };
}

async function append(project: string, ...events: object[]): Promise<void> {
  const complete = events.map((event, index) => ({
    ...{ project, event: 'Noted', insert_id: `e${index}`, distinct_id: 'd', timestamp: now },
    ...{ sent_at: null, received_at: now, anonymous_id: '', user_id: '', project_id: '' },
    ...{ flow: '', flow_run_id: '', invocation_id: `i${index}`, sequence: 1, tool: '' },
    ...{ position: 0, doubtful_time: false, undeclared: '', properties: {}, ...event },
  }));
  await store.append({ events: complete, quarantined: [] });
}

async function idsIn(project: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const event of store.exportEvents(project, {})) ids.push(event.insert_id);
  return ids.sort();
}

const ada = { user_id: 'ada@example.com' };

describe('deletions of persons', () => {
  test('are previewed and done, and leave a receipt and an audit entry without personal data', async () => {
    await append(
      'orbit',
      { ...ada, anonymous_id: 'laptop', insert_id: 'hers' },
      { anonymous_id: 'laptop', insert_id: 'before' },
      { user_id: 'bob', insert_id: 'his' },
    );
    const path = '/projects/orbit/deletions';
    const ids = { anonymous_ids: 1, other_user_ids: 0 };
    const counts = { events: 2, quarantined: 0, loss_reports: 0, ...ids };
    expect(await ask('POST', path, { ...ada, dry_run: true })).toMatchObject({
      ...{ status: 200, body: counts },
    });
    expect(await idsIn('orbit')).toHaveLength(3);
    expect((await ask('GET', path)).body).toEqual({ deletions: [], next_cursor: null });

    const { status, body } = await ask('POST', path, ada);
    expect([status, body]).toEqual([
      200,
      {
        ...{ project: 'orbit', id: expect.stringMatching(/^[0-9a-f-]{36}$/), kind: 'user_id' },
        ...{ person: expect.stringMatching(/^[0-9a-f]{32}$/), refuses_later: false },
        ...{ requested_by: 'anyone', requested_at: expect.stringMatching(/Z$/) },
        ...{ ...counts, finished_at: expect.stringMatching(/Z$/), forwards: [] },
      },
    ]);
    expect(await idsIn('orbit')).toEqual(['his']);
    const list = await ask('GET', `${path}?limit=1`);
    expect(list.body).toEqual({ deletions: [body], next_cursor: null });
    const audit = await ask('GET', '/audit?project=orbit&limit=1');
    expect(audit.body.entries).toMatchObject([
      {
        action: 'person.delete',
        subject: body.person,
        detail: { kind: 'user_id', refuse_later: false },
      },
    ]);
    for (const { text } of [list, audit]) expect(text).not.toContain(ada.user_id);
  });

  test('refuse later events on request', async () => {
    const person = { anonymous_id: 'desktop' };
    const deletion = { ...person, refuse_later: true };
    expect((await ask('POST', '/projects/kept/deletions', deletion)).body).toMatchObject({
      ...{ kind: 'anonymous_id', events: 0, refuses_later: true },
    });
    await append('kept', { ...person, insert_id: 'late' }, { insert_id: 'other' });
    expect(await idsIn('kept')).toEqual(['other']);
  });
});

describe('the export of a person', () => {
  test('has a line for each event and quarantined event, and is in the audit log', async () => {
    await append('orbit', { ...ada, insert_id: 'again' });
    const body = { user_id: ada.user_id, event: 7 };
    await store.append({
      events: [],
      quarantined: [
        {
          ...{
            project: 'orbit',
            received_at: now,
            index: 0,
            insert_id: null,
            field: 'event',
            body,
          },
          ...{ code: 'event_name_invalid', message: 'm' },
        },
      ],
    });
    const { status, text } = await ask('POST', '/projects/orbit/people/export', ada);
    expect(status).toBe(200);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { kind: 'event', event: { insert_id: 'again', user_id: ada.user_id } },
      { kind: 'quarantined', quarantined: { code: 'event_name_invalid', body } },
    ]);
    const nobody = await ask('POST', '/projects/orbit/people/export', { user_id: 'nobody' });
    expect([nobody.status, nobody.text]).toEqual([200, '']);
    const audit = await ask('GET', '/audit?project=orbit&limit=2');
    expect(audit.body.entries.map(({ action }: { action: string }) => action)).toEqual(
      Array(2).fill('person.export'),
    );
    expect(audit.text).not.toContain(ada.user_id);
  });
});

const persons = ['/projects/orbit/deletions', '/projects/orbit/people/export'];
test.each(
  persons.flatMap((path): [string, unknown, number, string][] => [
    [path, {}, 400, 'parameter_invalid'],
    [path, { user_id: 'a', anonymous_id: 'b' }, 400, 'parameter_invalid'],
    [path, { user_id: '' }, 400, 'parameter_invalid'],
    [path, { user_id: 7 }, 400, 'parameter_invalid'],
    [path, { user_id: null }, 400, 'parameter_invalid'],
    [path, { user_id: 'x'.repeat(513) }, 400, 'parameter_invalid'],
    [path, '{"user_id":"\\ud800"}', 400, 'parameter_invalid'],
    [path, { anonymous_id: 'ci:github_actions' }, 400, 'parameter_invalid'],
    [path, { user_id: 'a', all: true }, 400, 'parameter_invalid'],
    [path, '{', 400, 'body_not_json'],
    [path, { user_id: 'x'.repeat(5_000) }, 413, 'body_too_large'],
    [path.replace('orbit', 'nowhere'), ada, 404, 'project_not_found'],
  ]),
)('%s refuses %j', async (path, payload, status, code) => {
  const before = await idsIn('orbit');
  expect(await ask('POST', path, payload)).toMatchObject({ status, body: { code } });
  expect(await idsIn('orbit')).toEqual(before);
});

test('only administrators of the project may do this', async () => {
  const instance = await createCollector({
    ...{ store, requireAccounts: true, now: tick },
    declared: {
      projects: [{ id: 'orbit', title: 'Orbit', retentionMonths: null }],
      keys: [{ hash: readKey.hash, project: 'orbit', kind: 'read', name: 'reports' }],
    },
  });
  for (const [headers, status, code] of [
    [{}, 401, 'sign_in_required'],
    [{ 'x-api-key': readKey.key }, 403, 'role_insufficient'],
  ] as const) {
    for (const path of persons) {
      const response = await ask('POST', path, ada, { headers, instance });
      expect(response).toMatchObject({ status, body: { code } });
    }
    for (const path of ['/projects/orbit/deletions', '/projects/orbit/retention']) {
      const response = await ask('GET', path, undefined, { headers, instance });
      expect(response).toMatchObject({ status, body: { code } });
    }
  }
  await instance.close();
});

describe('retention', () => {
  const path = '/projects/old/retention';
  const nothing = { events: 0, invocations: 0, quarantined: 0, loss_reports: 0 };
  const october = Date.UTC(2025, 9, 1);

  test('is previewed before it is set, and applied once a day', async () => {
    await append(
      'old',
      { insert_id: 'old', timestamp: Date.UTC(2025, 5, 7), invocation_id: 'long' },
      { insert_id: 'end', timestamp: october + 1, invocation_id: 'long', sequence: 2 },
      { insert_id: 'young', timestamp: october },
    );
    expect((await ask('GET', path)).body).toEqual({
      ...{ retention_months: null, before: null, oldest_month: null, ...nothing },
      ...{ next_run_at: null, last_run: null },
    });
    const counts = { ...nothing, events: 2, invocations: 1 };
    const preview = {
      ...{ retention_months: 1, before: '2025-10-01T00:00:00.000Z', oldest_month: '2025-06' },
      ...counts,
    };
    expect((await ask('GET', `${path}?retention_months=1`)).body).toEqual({
      ...{ ...preview, next_run_at: '2025-11-29T13:00:00.000Z', last_run: null },
    });
    expect((await ask('GET', `${path}?retention_months=12`)).body).toMatchObject(nothing);
    await ask('PATCH', '/projects/old', { retention_months: 1 });
    expect((await ask('GET', path)).body).toEqual({
      ...{ ...preview, next_run_at: '2025-11-29T13:00:00.000Z', last_run: null },
    });
    expect(await idsIn('old')).toHaveLength(3);

    const team = await openTeam({ store, now: tick });
    const said: object[] = [];
    const failed: object[] = [];
    const log = {
      info: (details: object) => said.push(details),
      warn: (details: object) => failed.push(details),
    };
    const start = () => scheduleRetention({ store, team, log });
    let stop = start();
    await expect.poll(() => said.length).toBe(1);
    stop();
    expect(said).toMatchObject([{ project: 'old', ...counts }]);
    expect(await idsIn('old')).toEqual(['young']);
    const { body } = await ask('GET', path);
    expect(body).toMatchObject({
      ...{ ...nothing, oldest_month: null, last_run: { project: 'old', ...counts } },
    });
    // A day later, in the hour in which it began, so that it does not get later every day.
    const hour = `${body.last_run.started_at.slice(0, 13)}:00:00.000Z`;
    expect(Date.parse(body.next_run_at)).toBe(Date.parse(hour) + 86_400_000);
    const audit = await ask('GET', '/audit?project=old&limit=1');
    expect(audit.body.entries).toMatchObject([
      { actor: 'retention', action: 'project.expire', subject: 'old' },
    ]);

    // Old events that arrive later wait for the next day; other projects are not touched.
    await append('old', { insert_id: 'late', timestamp: Date.UTC(2025, 5, 8) });
    stop = start();
    await expect.poll(() => idsIn('old')).toEqual(['late', 'young']);
    stop();
    expect(failed).toEqual([]);
    await team.close();
  });

  test.each(['0', '-1', '1000000000', '1.5', 'x', ''])(
    'of %j months is refused',
    async (months) => {
      expect(await ask('GET', `${path}?retention_months=${months}`)).toMatchObject({
        ...{ status: 400, body: { code: 'parameter_invalid' } },
      });
    },
  );
});
