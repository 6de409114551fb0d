import type { ExportedEvent } from '@sonde/analytics';
import type { CatalogJson, IngestResponse } from '@sonde/protocol';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { generateKey } from '../team/keys.js';
import { openTeam } from '../team/open-team.js';
import { createTestDirectory } from '../testing/collector-process.js';

const directory = createTestDirectory();
const receivedAt = Date.UTC(2026, 4, 20, 12);
let clock = receivedAt;
let store: Store;
let app: FastifyInstance;
/** Each test has a project of its own. */
let project = '';
let count = 0;

const uuid = /^[0-9a-f]{8}-/;

const declare = (...events: string[]): CatalogJson => ({
  format: 1,
  tool: 'orbit',
  consent_version: 1,
  invocation_properties: {},
  events: events.map((name) => ({ name, properties: {} })),
  flows: [],
});

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data'), commitIntervalMs: 0 });
  app = await createCollector({ store, now: () => clock });
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});
beforeEach(async () => {
  count += 1;
  project = `project-${count}`;
  await ask('POST', '/projects', { id: project });
  await ask('PATCH', `/projects/${project}`, { undeclared: 'quarantine' });
  writeKey = (await ask('POST', `/projects/${project}/keys`, { name: 'w', kind: 'write' })).body
    .key;
});
let writeKey = '';

async function ask(method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) {
  const response = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { host: 'localhost' },
    ...(payload !== undefined && { payload }),
  });
  return { status: response.statusCode, body: response.json() };
}

async function send(...events: object[]): Promise<IngestResponse> {
  const response = await app.inject({
    method: 'POST',
    url: '/ingest',
    headers: { 'content-type': 'application/json', 'x-api-key': writeKey },
    payload: JSON.stringify({ events, meta: { tool: 'orbit' } }),
  });
  expect(response.statusCode).toBe(202);
  return response.json();
}

const push = (catalog: object, more = `?project=${project}`) =>
  ask('POST', `/catalogs${more}`, { catalog });
const list = async (filter = '') =>
  (await ask('GET', `/quarantine/events?project=${project}${filter}`)).body.events as {
    id: string;
    insert_id: string | null;
    code: string;
    event: string;
    tool: string;
    field: string | null;
  }[];
const act = (name: 'replay' | 'drop', selection: object = {}) =>
  ask('POST', `/quarantine/${name}?project=${project}`, selection);
async function exported(): Promise<ExportedEvent[]> {
  const events = [];
  for await (const event of store.exportEvents(project, {})) events.push(event);
  return events;
}
const namesOf = (events: { insert_id: string | null }[]) =>
  events.map(({ insert_id }) => insert_id);

test('events quarantined by the policy are listed and shown', async () => {
  await push(declare('Known'));
  await send(
    { event: 'Known', insert_id: 'known' },
    { event: 'Odd', insert_id: 'odd', properties: { plan: 'pro' } },
    { event: 'Known', insert_id: 'colour', properties: { colour: 'red' } },
  );
  clock += 60_000;
  await send({ event: '', insert_id: 'nameless' });
  const events = await list();
  expect(events.map(({ id: _, ...event }) => event)).toEqual([
    {
      ...{ insert_id: 'nameless', event: '', tool: 'orbit', code: 'event_name_invalid' },
      ...{ field: 'event', message: expect.any(String), received_at: expect.any(String) },
    },
    expect.objectContaining({ code: expect.stringMatching(/undeclared/) }),
    expect.objectContaining({ code: expect.stringMatching(/undeclared/) }),
  ]);
  expect(namesOf(await list('&event=Odd'))).toEqual(['odd']);
  expect(namesOf(await list('&code=event_property_undeclared'))).toEqual(['colour']);
  expect(await list('&tool=other')).toEqual([]);
  const since = new Date(receivedAt + 30_000).toISOString();
  expect(namesOf(await list(`&from=${since}`))).toEqual(['nameless']);
  const { id } = (await list('&event=Odd'))[0]!;
  expect((await ask('GET', `/quarantine/events/${id}?project=${project}`)).body).toMatchObject({
    ...{ id, code: 'event_undeclared', received_at: new Date(receivedAt).toISOString() },
    body: { event: 'Odd', insert_id: 'odd', properties: { plan: 'pro' } },
  });
  expect(await ask('GET', `/quarantine/events/${'0'.repeat(32)}?project=${project}`)).toMatchObject(
    { status: 404, body: { code: 'quarantined_event_not_found' } },
  );
  const first = await ask('GET', `/quarantine/events?project=${project}&limit=2`);
  expect(first.body.events).toHaveLength(2);
  const rest = await list(`&limit=2&cursor=${first.body.next_cursor}`);
  expect(new Set([...first.body.events, ...rest].map(({ id }) => id)).size).toBe(3);
  const from = new Date(receivedAt - 1_000).toISOString();
  const report = await ask('GET', `/quarantine?project=${project}&from=${from}`);
  expect(report.body.groups).toContainEqual(
    expect.objectContaining({ tool: 'orbit', event: 'Odd', code: 'event_undeclared', events: 1 }),
  );
});

test('a replay after a repair stores each event once, with its id and its arrival', async () => {
  await push(declare('Known'));
  const arrived = clock;
  await send(
    { event: 'Late', insert_id: 'resent', timestamp: '2026-05-20T11:00:00.000Z' },
    { event: 'Late', insert_id: 'resent without a time' },
    { event: 'Late', properties: {} },
    { event: 'Late', properties: {} },
    { event: 'Late', insert_id: 'coloured', properties: { colour: 'red' } },
    { event: 'Never', insert_id: 'never' },
  );
  expect((await act('replay')).body).toEqual({
    ...{ accepted: 0, duplicates: 0, quarantined: 6, next_cursor: null, not_found: [] },
    reasons: [{ code: 'event_undeclared', field: 'event', events: 6 }],
  });
  clock += 26 * 3_600_000;
  expect((await push(declare('Known', 'Late'))).body).toMatchObject({ status: 'new' });
  // The client sends some of them again meanwhile.
  expect(
    await send(
      { event: 'Late', insert_id: 'resent', timestamp: '2026-05-20T11:00:00.000Z' },
      { event: 'Late', insert_id: 'resent without a time' },
    ),
  ).toMatchObject({ accepted: 2 });
  expect((await act('replay')).body).toEqual({
    ...{ accepted: 2, duplicates: 2, quarantined: 2, next_cursor: null, not_found: [] },
    reasons: expect.arrayContaining([
      { code: 'event_property_undeclared', field: 'properties.colour', events: 1 },
      { code: 'event_undeclared', field: 'event', events: 1 },
    ]),
  });
  const stored = await exported();
  expect(stored.map(({ insert_id }) => insert_id).sort()).toEqual([
    expect.stringMatching(uuid),
    expect.stringMatching(uuid),
    'resent',
    'resent without a time',
  ]);
  expect(stored.find(({ insert_id }) => uuid.test(insert_id))).toMatchObject({
    received_at: new Date(arrived).toISOString(),
    tool: 'orbit',
  });
  const left = await list();
  expect(left.map(({ insert_id, code, field }) => [insert_id, code, field]).sort()).toEqual([
    ['coloured', 'event_property_undeclared', 'properties.colour'],
    ['never', 'event_undeclared', 'event'],
  ]);
  // Again: nothing changes.
  expect((await act('replay')).body).toMatchObject({ accepted: 0, quarantined: 2 });
  expect(await list()).toEqual(left);

  await ask('PATCH', `/projects/${project}`, { undeclared: 'accept' });
  const { id } = left.find(({ insert_id }) => insert_id === 'never')!;
  expect((await act('replay', { ids: [id] })).body).toMatchObject({ accepted: 1 });
  expect(namesOf(await list())).toEqual(['coloured']);
  expect((await exported()).find(({ insert_id }) => insert_id === 'never')).toMatchObject({
    undeclared: 'event_undeclared',
  });
});

test('dropped events are gone, from the list, the counts and the data of a person', async () => {
  await push(declare('Known'));
  await send(
    { event: 'Odd', insert_id: 'a', user_id: 'ada' },
    { event: 'Odd', insert_id: 'b', user_id: 'ada' },
    { event: 'Other', insert_id: 'c', user_id: 'ada' },
  );
  const person = { user_id: 'ada', dry_run: true };
  const preview = () => ask('POST', `/projects/${project}/deletions`, person);
  expect((await preview()).body).toMatchObject({ quarantined: 3 });
  expect((await act('drop')).body.code).toBe('parameter_invalid');
  expect((await act('drop', { event: 'Odd' })).body).toEqual({ dropped: 2, not_found: [] });
  expect(namesOf(await list())).toEqual(['c']);
  expect((await preview()).body).toMatchObject({ quarantined: 1 });
  expect((await act('drop', { all: true })).body).toEqual({ dropped: 1, not_found: [] });
  expect(await list()).toEqual([]);
  expect(await exported()).toEqual([]);
  const { entries } = (await ask('GET', `/audit?project=${project}`)).body;
  expect(
    entries
      .filter(({ action }: { action: string }) => action.startsWith('quarantine.'))
      .map(({ action, detail }: { action: string; detail: object }) => [action, detail]),
  ).toEqual(
    expect.arrayContaining([
      ['quarantine.drop', { event: 'Odd', events: 2 }],
      ['quarantine.drop', { events: 1 }],
    ]),
  );
});

test.each([
  { ids: [] },
  { from: 'yesterday' },
  { from: '9999-01-01T00:00:00Z' },
  { cursor: 'x' },
  { unknown: 1 },
])('a replay of %j is refused', async (selection) => {
  expect(await act('replay', selection)).toMatchObject({
    ...{ status: 400, body: { code: 'parameter_invalid' } },
  });
});

test('groups name the field, and one of them can be listed, replayed and dropped', async () => {
  await push(declare('Known'));
  await send(
    ...['a', 'b'].map((insert_id) => ({
      ...{ event: 'Known', insert_id, properties: { plan: 'pro' } },
    })),
    { event: 'Known', insert_id: 'c', properties: { colour: 'red' } },
    { event: 'Known', insert_id: 'd', properties: { colour: 'red', plan: 'pro' } },
  );
  const groups = async () => {
    const [from, to] = [clock - 1_000, clock + 1_000].map((at) => new Date(at).toISOString());
    const { body } = await ask('GET', `/quarantine?project=${project}&from=${from}&to=${to}`);
    return body.groups.map((group: { field: string; events: number }) => [
      group.field,
      group.events,
    ]);
  };
  expect(await groups()).toEqual([
    ['properties.colour', 2],
    ['properties.plan', 2],
  ]);
  expect(namesOf(await list('&field=properties.plan')).sort()).toEqual(['a', 'b']);
  expect(await list('&field=')).toEqual([]);

  // The replay finds another wrong property in the event with two.
  const catalog = declare('Known');
  const colour = { type: 'enum', values: ['red'], description: 'Its colour.' };
  const known = { name: 'Known', properties: { colour } };
  expect((await push({ ...catalog, events: [known] })).status).toBe(200);
  expect((await act('replay', { field: 'properties.colour' })).body).toMatchObject({
    ...{ accepted: 1, quarantined: 1 },
    reasons: [{ code: 'event_property_undeclared', field: 'properties.plan', events: 1 }],
  });
  expect(await groups()).toEqual([['properties.plan', 3]]);
  expect(namesOf(await list('&field=properties.plan')).sort()).toEqual(['a', 'b', 'd']);
  expect(await list('&field=properties.colour')).toEqual([]);
  expect((await act('drop', { field: 'properties.colour' })).body).toMatchObject({ dropped: 0 });
  expect((await act('drop', { field: 'properties.plan' })).body).toMatchObject({ dropped: 3 });
  expect(await list()).toEqual([]);
});

test('ids that no quarantined event has are reported, and refused if all are unknown', async () => {
  await push(declare('Known'));
  await send({ event: 'Odd', insert_id: 'a' }, { event: 'Odd', insert_id: 'b' });
  const [first, second] = (await list()).map(({ id }) => id) as [string, string];
  const unknown = '0'.repeat(32);
  for (const name of ['replay', 'drop'] as const) {
    expect(await act(name, { ids: [unknown] })).toMatchObject({
      status: 404,
      body: { code: 'quarantined_event_not_found', detail: expect.stringContaining(unknown) },
    });
    expect(await act(name, { ids: [first, 'x'] })).toMatchObject({
      status: 400,
      body: { code: 'quarantined_event_id_invalid', detail: expect.stringContaining('x') },
    });
  }
  expect(await ask('GET', `/quarantine/events/x?project=${project}`)).toMatchObject({
    ...{ status: 400, body: { code: 'quarantined_event_id_invalid' } },
  });
  expect(await list()).toHaveLength(2);
  expect((await act('replay', { ids: [first, unknown] })).body).toMatchObject({
    ...{ accepted: 0, quarantined: 1, not_found: [unknown] },
  });
  expect((await act('drop', { ids: [unknown, second] })).body).toEqual({
    ...{ dropped: 1, not_found: [unknown] },
  });
  expect((await list()).map(({ id }) => id)).toEqual([first]);
  // What belongs to another project is not found.
  const other = `project-${count}-other`;
  await ask('POST', '/projects', { id: other });
  expect(await ask('POST', `/quarantine/drop?project=${other}`, { ids: [first] })).toMatchObject({
    ...{ status: 404, body: { code: 'quarantined_event_not_found' } },
  });
});

test('a pushed catalog is new once; an invalid one is refused', async () => {
  const catalog = declare('A');
  expect((await push(catalog)).body).toEqual({
    ...{ status: 'new', project, tool: 'orbit', hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
  });
  expect((await push(catalog)).body).toMatchObject({ status: 'unchanged' });
  expect(await push({ ...catalog, format: 2 })).toMatchObject({
    ...{ status: 400, body: { code: 'catalog_invalid' } },
  });
  expect(await push(catalog, '?project=none')).toMatchObject({
    ...{ status: 404, body: { code: 'project_not_found' } },
  });
});

test('a key pushes to its own project; read keys and members cannot change anything', async () => {
  const [write, read] = [generateKey('write'), generateKey('read')];
  const declared = { id: 'declared', title: 'Declared', retentionMonths: null };
  const team = await openTeam({
    store,
    requireAccounts: true,
    declared: {
      projects: [declared],
      keys: [
        { hash: write.hash, project: 'declared', kind: 'write', name: 'w' },
        { hash: read.hash, project: 'declared', kind: 'read', name: 'r' },
      ],
    },
  });
  const closed = await createCollector({ store, team: () => team, requireAccounts: true });
  const codeOf = async (url: string, key: string, payload: object) => {
    const response = await closed.inject({
      ...{ method: 'POST', url: `/api/v1${url}`, payload },
      headers: { 'x-api-key': key },
    });
    return [response.statusCode, response.json().code];
  };
  const catalog = { catalog: declare('A') };
  expect(await codeOf('/catalogs', write.key, catalog)).toEqual([409, 'declared_in_configuration']);
  expect(await codeOf('/catalogs', read.key, catalog)).toEqual([403, 'read_key_cannot_write']);
  expect(await codeOf('/catalogs?project=default', write.key, catalog)).toEqual([
    404,
    'project_not_found',
  ]);
  for (const name of ['replay', 'drop']) {
    expect(await codeOf(`/quarantine/${name}`, read.key, { code: 'x' })).toEqual([
      403,
      'role_insufficient',
    ]);
  }
  await closed.close();
  await team.close();
});

test('a replay of several pages counts an event once, although its reason changes', async () => {
  await push(declare('Known'));
  const all = Array.from({ length: 12_000 }, (_, index) => ({
    ...{ event: 'Odd', insert_id: `odd-${index}`, properties: { plan: 'pro' } },
  }));
  for (let first = 0; first < all.length; first += 500) {
    await send(...all.slice(first, first + 500));
  }
  await push(declare('Known', 'Odd'));
  let quarantined = 0;
  let cursor: string | null = null;
  do {
    const { body } = await act('replay', cursor === null ? {} : { cursor });
    quarantined += body.quarantined;
    cursor = body.next_cursor;
  } while (cursor !== null);
  expect(quarantined).toBe(all.length);
  const { body } = await act('replay', { cursor: 'x' });
  expect(body.code).toBe('parameter_invalid');
});
