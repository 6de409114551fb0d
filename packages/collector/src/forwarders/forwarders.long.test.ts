import { createHmac } from 'node:crypto';
import { openEmbeddedStore, type Store, type StoredEvent } from '@sonde/store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDirectory } from '../testing/collector-process.js';
import { idOf, type RecordingServer, startRecordingServer } from '../testing/recording-server.js';
import type { ForwarderSettings, ForwarderType } from './forwarder-settings.js';
import { Forwarders } from './forwarders.js';

const directory = createTestDirectory();
const log = { info: () => {}, warn: () => {} };
const everything = { include: undefined, exclude: new Set<string>() };
const timing = {
  ...{ pollMs: 10, pageIntervalMs: 1, firstMs: 10, longestMs: 40 },
  ...{ keyRefusedMs: 60_000, timeoutMs: 500, stopMs: 1_000 },
};

let store: Store;
let server: RecordingServer;
let project: string;
let projects = 0;
let running: Forwarders[] = [];

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data'), commitIntervalMs: 5 });
});
afterAll(async () => {
  await store.close();
  directory.remove();
});
beforeEach(async () => {
  server = await startRecordingServer();
  projects += 1;
  project = `p${projects}`;
});
afterEach(async () => {
  for (const forwarders of running) await forwarders.stop();
  running = [];
  await server.close();
});

function settingsOf(more: Partial<ForwarderSettings> = {}): ForwarderSettings {
  return {
    id: 'vendor',
    type: 'segment',
    projects: [project],
    endpoint: more.type === 'webhook' ? `${server.url}/hook` : server.url,
    key: 'the-key',
    format: 'json',
    selection: {
      events: everything,
      where: new Map(),
      eventNames: new Map(),
      propertyNames: new Map(),
      properties: everything,
      sample: 1,
    },
    batch: { events: 500, bytes: undefined, intervalMs: 0 },
    deletion: undefined,
    ...more,
  };
}

async function start(more: Partial<ForwarderSettings> = {}) {
  const forwarders = await Forwarders.start({
    store,
    settings: [settingsOf(more)],
    log,
    timing,
  });
  running.push(forwarders);
  const forwarder = forwarders.find(project, 'vendor');
  return { forwarders, forwarder, stop: () => forwarders.stop() };
}

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function createEvent(number: number, more: Partial<StoredEvent> = {}): StoredEvent {
  const now = Date.now();
  return {
    project,
    event: 'Command Invoked',
    insert_id: uuid(number),
    distinct_id: 'anonymous',
    timestamp: now - 1000 + number,
    sent_at: now,
    received_at: now,
    anonymous_id: 'anonymous',
    user_id: '',
    project_id: '',
    flow: '',
    flow_run_id: '',
    tool: 'orbit',
    invocation_id: 'invocation',
    sequence: number,
    position: 0,
    doubtful_time: false,
    undeclared: '',
    properties: { sequence: number, version: '1.2.3', env: 'prod' },
    ...more,
  };
}

const append = (...events: StoredEvent[]) => store.append({ events, quarantined: [] });
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const appendMany = (from: number, to: number) =>
  append(...numbers(from, to).map((number) => createEvent(number)));
const arrived = () => server.events().map(idOf);
const untilArrived = (...events: number[]) => expect.poll(arrived).toEqual(events.map(uuid));
const letters = async () =>
  (await store.forwarding.deadLetters(project, 'vendor', { limit: 99, cursor: null })).dead_letters;

describe.each<ForwarderType>(['segment', 'amplitude', 'posthog', 'webhook', 'sonde'])(
  '%s',
  (type) => {
    test('receives new events in order, with their ids, and the same ones again on a retry', async () => {
      await appendMany(1, 2);
      const { forwarder } = await start({ type });
      await appendMany(3, 5);
      await untilArrived(3, 4, 5);
      server.answers.push({ status: 503 }, { status: 500, body: '<html>' }, 'cut');
      await appendMany(6, 7);
      await untilArrived(3, 4, 5, 6, 7);
      const repeated = server.requests.slice(-4).map(({ body }) => {
        const events = body.batch ?? body.events ?? body;
        return events.map(({ sent_at: _, ...event }: { sent_at?: string }) => event);
      });
      expect(repeated).toEqual(Array(4).fill(repeated[0]));
      await expect.poll(() => forwarder.progress).toMatchObject({ sent: 5, retried: 3 });
      expect(forwarder.progress.failure).toBeNull();
    });

    test('its key is sent as the destination expects it', async () => {
      await start({ type });
      await appendMany(1, 1);
      await untilArrived(1);
      const [request] = server.requests;
      const { headers, body } = request as (typeof server.requests)[0];
      const sent = {
        segment: headers.authorization,
        amplitude: body.api_key,
        posthog: body.api_key,
        sonde: headers['x-api-key'],
        webhook: headers['sonde-signature'],
      }[type];
      const expected = {
        segment: `Basic ${Buffer.from('the-key:').toString('base64')}`,
        amplitude: 'the-key',
        posthog: 'the-key',
        sonde: 'the-key',
        webhook: `v1=${createHmac('sha256', 'the-key')
          .update(`${headers['sonde-timestamp']}.${request?.text}`)
          .digest('hex')}`,
      }[type];
      expect(sent).toBe(expected);
      expect(request?.path).toBe(
        {
          segment: '/v1/batch',
          amplitude: '/2/httpapi',
          posthog: '/batch/',
          sonde: '/ingest',
          webhook: '/hook',
        }[type],
      );
    });

    test('waits with all events while the key is refused, until it is resumed', async () => {
      const status = type === 'amplitude' ? 400 : 401;
      const body = { code: status, error: 'Invalid API key: the-key' };
      server.answers.push({ status, body });
      const { forwarder } = await start({ type });
      await appendMany(1, 2);
      await expect.poll(() => forwarder.progress.failure?.is_key_refused).toBe(true);
      expect(server.requests).toHaveLength(1);
      await forwarder.resume();
      await untilArrived(1, 2);
      expect(await letters()).toEqual([]);
    });
  },
);

test("events of vendors' clients arrive as these clients sent them, in their order", async () => {
  await start({ type: 'segment' });
  const timestamp = Date.now();
  const ofClient = (number: number, event: string, more: Partial<StoredEvent>) => ({
    ...createEvent(number, { event, timestamp, ...more }),
    ...{ invocation_id: uuid(number), sequence: 0, tool: '', position: 10 - number },
  });
  await append(
    ofClient(3, '$create_alias', { user_id: 'u', anonymous_id: 'a', properties: {} }),
    ofClient(2, '$identify', {
      ...{ user_id: 'u', distinct_id: 'u', anonymous_id: '' },
      properties: { $set: { plan: 'pro' } },
    }),
    ofClient(1, '$pageview', { properties: { name: 'Home' } }),
  );
  await untilArrived(3, 2, 1);
  const [alias, identify, page] = server.events();
  expect(alias).toMatchObject({ type: 'alias', userId: 'u', previousId: 'a' });
  expect(identify).toMatchObject({ type: 'identify', userId: 'u', traits: { plan: 'pro' } });
  expect(identify).not.toHaveProperty('anonymousId');
  expect(page).toMatchObject({ type: 'page', name: 'Home', anonymousId: 'anonymous' });
  expect(page.context).not.toHaveProperty('app');
});

describe('refused events', () => {
  test('those that Amplitude names become dead letters, the others arrive', async () => {
    const { forwarder } = await start({ type: 'amplitude' });
    server.answers.push({
      status: 400,
      body: { code: 400, error: 'x', events_with_invalid_fields: { time: [1] } },
    });
    await appendMany(1, 3);
    await untilArrived(1, 3);
    await expect
      .poll(letters)
      .toMatchObject([{ insert_id: uuid(2), code: 'http_400', status: 400, state: 'dead' }]);
    expect(forwarder.progress).toMatchObject({ sent: 2, refused: 1 });
  });

  test.each([400, 413, 422])(
    'status %i: the batch is halved until one event is left',
    async (status) => {
      const { forwarder } = await start();
      const refuse = ({ text }: { text: string }) =>
        text.includes(uuid(3)) ? { status } : undefined;
      server.answers.push(...Array(10).fill(refuse));
      await appendMany(1, 5);
      await untilArrived(1, 2, 4, 5);
      await expect.poll(letters).toMatchObject([{ insert_id: uuid(3), code: `http_${status}` }]);
      server.answers.length = 0;
      expect(await forwarder.settleDeadLetters([uuid(3)], 'replay')).toBe(1);
      await untilArrived(1, 2, 4, 5, 3);
      await expect.poll(letters).toEqual([]);
    },
  );

  test('an event that is too large for the vendor is not sent', async () => {
    const { forwarder } = await start();
    await append(createEvent(1), createEvent(2, { properties: { text: 'x'.repeat(40_000) } }));
    server.answers.push({ status: 400 });
    await untilArrived(1);
    await expect.poll(letters).toMatchObject([{ code: 'too_large', status: 0 }]);
    await forwarder.settleDeadLetters('all', 'replay');
    await expect.poll(() => forwarder.progress.refused).toBe(2);
    // Counted before it is written.
    await expect.poll(letters).toMatchObject([{ code: 'too_large', state: 'dead' }]);
    await forwarder.settleDeadLetters('all', 'drop');
    expect(await letters()).toEqual([]);
  });

  test.each(['rejected', 'quarantined'])(
    'those that a collector %s have its code',
    async (list) => {
      await start({ type: 'sonde' });
      server.answers.push({
        status: 202,
        body: { accepted: 1, [list]: [{ index: 0, code: 'event_not_object' }] },
      });
      await appendMany(1, 2);
      await expect
        .poll(letters)
        .toMatchObject([{ insert_id: uuid(1), code: 'event_not_object', status: 202 }]);
    },
  );
});

describe('a destination that does not accept', () => {
  test.each([
    ['seconds', () => '1'],
    // In whole seconds, and the first request is not sent at once.
    ['a date', () => new Date(Date.now() + 5_000).toUTCString()],
  ])('says how long to wait, with %s', async (_, retryAfter) => {
    await start();
    server.answers.push({ status: 429, headers: { 'retry-after': retryAfter() } });
    await appendMany(1, 1);
    await untilArrived(1);
    const [first, second] = server.requests.map(({ at }) => at);
    expect(Number(second) - Number(first)).toBeGreaterThan(900);
  });

  test('redirects: nobody follows', async () => {
    const { forwarder } = await start();
    const elsewhere = { location: `${server.url}/elsewhere` };
    server.answers.push(...[301, 302, 307].map((status) => ({ status, headers: elsewhere })));
    await appendMany(1, 1);
    await untilArrived(1);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array(4).fill('POST /v1/batch'),
    );
    await expect.poll(() => forwarder.progress.sent).toBe(1);
  });

  test('gives no response', async () => {
    const { forwarder } = await start();
    server.answers.push(...Array(500).fill('hang'));
    await appendMany(1, 1);
    await expect.poll(() => forwarder.progress.failure?.reason).toBe('no response within 0.5 s');
    server.answers.length = 0;
    await untilArrived(1);
  });

  test('gives an endless response', async () => {
    await start();
    server.answers.push({ status: 200, body: 'x'.repeat(5_000_000) });
    await appendMany(1, 1);
    await untilArrived(1, 1);
  });

  test('throttles: Amplitude gets the events at its address for backlogs', async () => {
    const { forwarder } = await start({ type: 'amplitude' });
    server.answers.push({ status: 429, body: { code: 429, throttled_events: [0] } });
    await appendMany(1, 2);
    await expect.poll(() => forwarder.progress.failure?.reason).toBe('status 429');
    await forwarder.resume();
    await untilArrived(1, 2);
    expect(server.requests.map(({ path }) => path)).toEqual(['/2/httpapi', '/batch']);
  });
});

describe('what is kept', () => {
  test('the place: after a restart it continues where it ended', async () => {
    const first = await start();
    await appendMany(1, 2);
    await untilArrived(1, 2);
    await first.stop();
    await appendMany(3, 4);
    const second = await start();
    await untilArrived(1, 2, 3, 4);
    await expect.poll(() => second.forwarder.progress.sent).toBe(4);
  });

  test('a pause, with its backlog', async () => {
    const first = await start();
    await first.forwarder.pause();
    await appendMany(1, 3);
    await first.stop();
    const { forwarder } = await start();
    expect(forwarder.progress.paused).toBe(true);
    expect(await forwarder.lag()).toMatchObject({ events: 3 });
    expect(server.requests).toEqual([]);
    await forwarder.resume();
    await untilArrived(1, 2, 3);
    await expect.poll(async () => (await forwarder.lag()).events).toBe(0);
  });

  test('a backfill, which goes on after a restart and can be cancelled', async () => {
    await appendMany(1, 6);
    const first = await start({ batch: { events: 2, bytes: undefined, intervalMs: 0 } });
    server.answers.push(() => undefined, ...Array(500).fill({ status: 503 }));
    const day = { from: Date.now() - 3_600_000, to: Date.now() + 3_600_000 };
    await first.forwarder.startBackfill(day, 'someone');
    await expect(first.forwarder.startBackfill(day, 'someone')).rejects.toMatchObject({
      code: 'backfill_running',
    });
    await untilArrived(1, 2);
    await appendMany(7, 7);
    await expect.poll(() => first.forwarder.progress.failure).not.toBeNull();
    await first.stop();
    server.answers.length = 0;
    const { forwarder } = await start();
    expect(forwarder.progress.backfill).toMatchObject({ state: 'running', done: 2, total: 6 });
    await expect.poll(() => [...arrived()].sort()).toEqual(numbers(1, 7).map(uuid));
    await expect
      .poll(() => forwarder.progress.backfill)
      .toMatchObject({ state: 'finished', done: 6 });

    await forwarder.pause();
    await forwarder.startBackfill(day, 'someone');
    await forwarder.cancelBackfill();
    await forwarder.resume();
    await appendMany(8, 8);
    await expect.poll(() => arrived().at(-1)).toBe(uuid(8));
    expect(arrived()).toHaveLength(8);
    expect(forwarder.progress.backfill).toMatchObject({ state: 'cancelled', done: 0 });
  });
});

test('several tools: each request names one, and the events of each invocation keep their order', async () => {
  await start({ type: 'sonde' });
  const events = numbers(1, 8).map((number) =>
    createEvent(number, {
      tool: number % 2 === 0 ? 'orbit' : 'comet',
      invocation_id: number % 2 === 0 ? 'a' : 'b',
    }),
  );
  await append(...events);
  await expect.poll(arrived).toHaveLength(8);
  expect(
    server.requests.map(({ body }) => [
      body.meta.tool,
      body.events.map((event: { sequence: number }) => event.sequence),
    ]),
  ).toEqual([
    ['orbit', [2, 4, 6, 8]],
    ['comet', [1, 3, 5, 7]],
  ]);
});

test('a webhook gets one event per line on request', async () => {
  await start({ type: 'webhook', format: 'ndjson' });
  await appendMany(1, 2);
  await untilArrived(1, 2);
  const [request] = server.requests;
  expect(request?.headers['content-type']).toBe('application/x-ndjson');
  expect(
    request?.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { event: 'Command Invoked', insert_id: uuid(1), sequence: 1, tool: 'orbit' },
    { insert_id: uuid(2) },
  ]);
});

describe('a deletion of a person', () => {
  const deletion = { key: 'api:secret', endpoint: '', posthogProject: 7 };
  const byAdministrator = { requestedBy: 'someone', refusesLater: false };

  async function remove(
    forwarders: Forwarders,
    person: { user_id: string } | { anonymous_id: string },
  ) {
    const deleted = { isUser: 'user_id' in person, hasSecret: false };
    await store.life.deletePerson(project, person, {
      ...byAdministrator,
      forwarders: forwarders.planDeletion(project, deleted),
    });
    forwarders.expectDeletion(project);
  }
  const receipt = async () => {
    const { deletions } = await store.life.deletions(project, { limit: 1, cursor: null });
    return deletions[0]?.forwards;
  };
  const lastRequests = (count: number) =>
    server.requests.slice(-count).map(({ path, headers, body }) => ({
      path,
      authorization: headers.authorization,
      body,
    }));
  const user = { user_id: 'user', anonymous_id: 'installation', distinct_id: 'user' };

  test.each<[ForwarderType, object[]]>([
    [
      'segment',
      [
        ['USER_ID', ['user', 'former']],
        ['ANONYMOUS_ID', ['installation']],
      ].map(([subjectType, subjectIds]) => ({
        path: '/regulations',
        authorization: 'Bearer api:secret',
        body: { regulationType: 'DELETE_ONLY', subjectType, subjectIds },
      })),
    ],
    [
      'amplitude',
      [
        {
          path: '/api/2/deletions/users',
          authorization: `Basic ${Buffer.from('api:secret').toString('base64')}`,
          body: { user_ids: ['user', 'former'], ignore_invalid_id: 'True' },
        },
      ],
    ],
    [
      'posthog',
      [
        {
          path: '/api/projects/7/persons/bulk_delete/',
          authorization: 'Bearer api:secret',
          body: { distinct_ids: ['user', 'former', 'installation'], delete_events: true },
        },
      ],
    ],
    [
      'webhook',
      [
        {
          path: '/hook',
          authorization: undefined,
          body: {
            ...{
              type: 'person.deleted',
              deletion_id: expect.any(String),
              project: expect.any(String),
            },
            ...{ user_id: 'user', other_user_ids: ['former'], anonymous_ids: ['installation'] },
          },
        },
      ],
    ],
  ])('is passed on to %s, after events that were read before', async (type, requests) => {
    const { forwarders } = await start({ type, deletion: { ...deletion, endpoint: server.url } });
    server.answers.push({ status: 503 });
    const former = { user_id: 'former', anonymous_id: 'installation' };
    const alias = { ...user, event: '$create_alias', anonymous_id: 'former' };
    await append(createEvent(1, former), createEvent(2, alias));
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);
    await remove(forwarders, { user_id: 'user' });
    await expect.poll(receipt).toMatchObject([{ forwarder: 'vendor', state: 'passed_on' }]);
    expect(lastRequests(requests.length)).toEqual(requests);
    expect(await store.life.waitingForwards()).toEqual([]);
  });

  test('takes its events out of the page that waits for a retry', async () => {
    const { forwarders } = await start({ type: 'webhook' });
    server.answers.push(...Array(500).fill({ status: 503 }));
    await append(
      createEvent(1, user),
      createEvent(2, { anonymous_id: 'other', invocation_id: 'b' }),
    );
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);
    await remove(forwarders, { user_id: 'user' });
    const before = server.requests.length;
    server.answers.length = 0;
    await expect.poll(receipt).toMatchObject([{ state: 'passed_on' }]);
    expect(arrived()[0]).toBe(uuid(2));
    const later = server.requests.slice(before).map(({ text }) => text);
    expect(later.filter((text) => text.includes(uuid(1)))).toEqual([]);
  });

  test('leaves no dead letter of events that are refused later', async () => {
    const { forwarders } = await start({ type: 'webhook' });
    server.answers.push(...Array(500).fill({ status: 503 }));
    await append(
      createEvent(1, user),
      createEvent(2, { anonymous_id: 'other', invocation_id: 'b' }),
    );
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);
    await remove(forwarders, { user_id: 'user' });
    server.answers.splice(0, 500, { status: 400 });
    await expect.poll(letters).toMatchObject([{ insert_id: uuid(2) }]);
  });

  test('is repeated until the destination accepts it, also after a restart', async () => {
    const settings = { deletion: { ...deletion, endpoint: server.url } };
    const first = await start(settings);
    await append(createEvent(1, user));
    await untilArrived(1);
    server.answers.push(...Array(500).fill({ status: 500 }));
    await remove(first.forwarders, { user_id: 'user' });
    await expect.poll(receipt).toMatchObject([{ state: 'waiting', reason: 'status 500' }]);
    await first.stop();
    server.answers.length = 0;
    await start(settings);
    await expect.poll(receipt).toMatchObject([{ state: 'passed_on', reason: '' }]);
  });

  test('that the destination refuses is shown as failed', async () => {
    const { forwarders } = await start({ deletion: { ...deletion, endpoint: server.url } });
    await append(createEvent(1, user));
    await untilArrived(1);
    server.answers.push({ status: 400 });
    await remove(forwarders, { user_id: 'user' });
    await expect.poll(receipt).toMatchObject([{ state: 'failed', reason: 'status 400' }]);
  });

  test.each<[ForwarderType, Partial<ForwarderSettings>, object, RegExp]>([
    ['segment', {}, { user_id: 'user' }, /no deletion_key_file/],
    ['amplitude', { deletion }, { anonymous_id: 'installation' }, /only by user id/],
    ['sonde', {}, { user_id: 'user' }, /only an installation/],
  ])('is not possible at %s, and the receipt says why', async (type, more, person, reason) => {
    const { forwarders } = await start({ type, ...more });
    await append(createEvent(1, user));
    await untilArrived(1);
    await remove(forwarders, person as { user_id: string });
    expect(await receipt()).toMatchObject([
      { state: 'not_possible', reason: expect.stringMatching(reason) },
    ]);
    expect(await store.life.waitingForwards()).toEqual([]);
  });

  test('by an installation is passed on to another collector with its secret', async () => {
    const { forwarders } = await start({ type: 'sonde', endpoint: `${server.url}/below/ingest` });
    server.answers.push({ status: 202, body: { accepted: 1 } });
    await append(createEvent(1));
    await untilArrived(1);
    await store.life.deletePerson(
      project,
      { anonymous_id: 'anonymous' },
      {
        ...{ requestedBy: 'installation', refusesLater: true, secret: 'its-secret' },
        forwarders: forwarders.planDeletion(project, { isUser: false, hasSecret: true }),
      },
    );
    forwarders.expectDeletion(project);
    await expect.poll(receipt).toMatchObject([{ state: 'passed_on' }]);
    expect(lastRequests(1)).toMatchObject([
      {
        path: '/below/api/v1/deletions',
        body: { anonymous_id: 'anonymous', secret: 'its-secret' },
      },
    ]);
  });

  test('gives up if the forwarder is no longer configured', async () => {
    const { forwarders, stop } = await start({ type: 'webhook' });
    await append(createEvent(1, user));
    await untilArrived(1);
    server.answers.push(...Array(500).fill({ status: 500 }));
    await remove(forwarders, { user_id: 'user' });
    await stop();
    running.push(await Forwarders.start({ store, settings: [], log, timing }));
    expect(await receipt()).toMatchObject([
      { state: 'failed', reason: 'the forwarder is no longer configured' },
    ]);
    expect(await store.life.waitingForwards()).toEqual([]);
  });
});
