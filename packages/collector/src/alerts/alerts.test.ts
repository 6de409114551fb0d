import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { noteFindings } from '../releases/release-findings.js';
import { operator } from '../team/audit.js';
import { type AccountsServer, createAccountsServer } from '../testing/accounts-server.js';
import { expectMade } from '../testing/closed-server.js';
import { type RecordingServer, startRecordingServer } from '../testing/recording-server.js';
import { createVisitor, type Visitor } from '../testing/visitor.js';
import { AlertWatch } from './alert-watch.js';
import { removeAlert } from './alerts.js';
import { isPublicAddress } from './public-address.js';

const settings = { allowPrivateAddresses: true, publicUrl: 'https://sonde.test', smtp: undefined };
const server: AccountsServer = createAccountsServer();
let receiver: RecordingServer;
let watch: AlertWatch;
/** The administrator, on a collector that allows loopback addresses. */
let ada: Visitor;
let close: () => Promise<void>;

const createWatch = () =>
  new AlertWatch({
    ...{ store: server.store, team: server.team, settings },
    log: { warn: () => {} },
    retry: { firstMs: 1_000, longestMs: 60_000 },
  });

beforeAll(async () => {
  await server.open();
  await server.createRoot();
  receiver = await startRecordingServer();
  const app = await createCollector({
    ...{ store: server.store, team: () => server.team, requireAccounts: true, alerts: settings },
  });
  close = () => app.close();
  ada = createVisitor(app);
  for (const [name, value] of server.root.cookies) ada.cookies.set(name, value);
  watch = createWatch();
});
afterEach(async () => {
  for (const alert of [...server.team.directory.alerts.values()]) {
    await removeAlert(server.team, operator, alert);
  }
  receiver.requests.length = 0;
  receiver.answers.length = 0;
});
afterAll(async () => {
  await close();
  await receiver.close();
  await server.close();
});

const alertsPath = (project: string) => `/projects/${project}/alerts`;

/** A project with a key for events. */
async function createProject(id: string): Promise<(count: number, more: object) => Promise<void>> {
  await expectMade(server.root.ask('POST', '/projects', { id }));
  const body = { name: 'tool', kind: 'write' };
  const { key } = await expectMade(server.root.ask('POST', `/projects/${id}/keys`, body));
  let last = 0;
  return async (count, properties) => {
    const events = Array.from({ length: count }, (_, i) => {
      last += 1;
      return {
        ...{ event: 'Command Completed', insert_id: `${id}-${last}` },
        ...{
          invocation_id: `${id}-${last}`,
          anonymous_id: `p${i % 40}`,
          distinct_id: `p${i % 40}`,
        },
        timestamp: new Date(server.now()).toISOString(),
        properties: { command: 'orbit deploy', version: '1.0.0', ...properties },
      };
    });
    const response = await server.app.inject({
      ...{ method: 'POST', url: '/ingest', headers: { 'x-api-key': key } },
      payload: { events, meta: { tool: 'orbit' } },
    });
    expect(response.statusCode, response.body).toBe(202);
  };
}

const threshold = (more: object = {}) => ({
  ...{ kind: 'threshold', measure: 'success_rate', is: 'below', value: 0.9 },
  ...{ window_hours: 1, min_runs: 10, ...more },
});

const create = (project: string, condition: object, path = '/hook') =>
  expectMade(
    ada.ask('POST', alertsPath(project), {
      ...{
        name: `alert ${path}`,
        condition,
        channel: { kind: 'webhook', url: receiver.url + path },
      },
    }),
  );

const incidentsIn = async (project: string) =>
  (await expectMade(ada.ask('GET', alertsPath(project)))).alerts[0].incidents;

test('an incident is reported once when it begins and once when it ends', async () => {
  const run = await createProject('once');
  const { secret, id } = await create('once', threshold());
  await run(9, { succeeded: false });
  await watch.look();
  // Too few runs to say.
  expect(await incidentsIn('once')).toEqual([]);
  await run(11, { succeeded: true });
  server.passTime(60_000);
  await watch.look();
  server.passTime(60_000);
  await watch.look();
  expect(receiver.requests).toHaveLength(1);
  const [request] = receiver.requests;
  const [incident] = await incidentsIn('once');
  expect(request?.body).toEqual({
    ...{ type: 'alert.began', incident: incident.id, alert: { id, name: 'alert /hook' } },
    ...{ project: { id: 'once', title: 'once' }, subject: '', ended_at: null },
    lines: ['Success rate: 55% of 20 in the last 1 hour, below 90.0%'],
    began_at: incident.began_at,
    url: expect.stringMatching(/^https:\/\/sonde\.test\/invocations\?project=once&from=/),
  });
  const { 'sonde-timestamp': at, 'sonde-signature': signature } = request?.headers ?? {};
  const expected = createHmac('sha256', secret).update(`${at}.${request?.text}`).digest('hex');
  expect(signature).toBe(`v1=${expected}`);

  await run(400, { succeeded: true });
  server.passTime(60_000);
  await watch.look();
  await createWatch().look();
  expect(receiver.requests.map(({ body }) => [body.type, body.incident])).toEqual([
    ['alert.began', incident.id],
    ['alert.ended', incident.id],
  ]);
  expect(await incidentsIn('once')).toMatchObject([
    { id: incident.id, began: { state: 'sent' }, ended: { state: 'sent', attempts: 1 } },
  ]);
  expect(JSON.stringify(await ada.ask('GET', alertsPath('once')))).not.toContain(secret);
});

test('a message that fails is repeated, its reason shown, and it survives a restart', async () => {
  const run = await createProject('failing');
  await create('failing', threshold({ measure: 'invocations', is: 'above', value: 5 }), '/moved');
  await run(6, { succeeded: true });
  const location = `${receiver.url}/elsewhere`;
  receiver.answers.push({ status: 302, headers: { location } }, 'cut', { status: 503 });
  const reasons = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    // Each time as if the collector had been killed and started again.
    await createWatch().look();
    reasons.push((await incidentsIn('failing'))[0].began.reason);
  }
  expect(reasons).toEqual([
    'status 302: redirects are not followed',
    'ECONNRESET',
    'status 503',
    null,
  ]);
  expect(receiver.requests.every(({ path }) => path === '/moved')).toBe(true);
  expect(new Set(receiver.requests.map(({ body }) => body.incident)).size).toBe(1);
  expect((await incidentsIn('failing'))[0].began).toEqual({
    ...{ state: 'sent', attempts: 4, reason: null },
    attempted_at: expect.any(String),
  });
});

test('a message that was sent while nothing could be stored is not sent again', async () => {
  const run = await createProject('full');
  await create('full', threshold({ measure: 'invocations', is: 'above', value: 5 }), '/full');
  await run(6, { succeeded: true });
  const own = createWatch();
  const { directory } = server.team;
  const commit = directory.commit.bind(directory);
  let commits = 0;
  directory.commit = (...change) => {
    commits += 1;
    // The first one stores the incident.
    return commits === 2 || commits === 3 ? Promise.reject(new Error('full')) : commit(...change);
  };
  try {
    for (let look = 0; look < 4; look += 1) {
      await own.look();
      server.passTime(60_000);
    }
  } finally {
    directory.commit = commit;
  }
  expect(receiver.requests).toHaveLength(1);
  expect((await incidentsIn('full'))[0].began).toMatchObject({ state: 'sent', attempts: 1 });
});

test('while it runs, it waits before it repeats, and gives up after a day', async () => {
  const run = await createProject('down');
  await create('down', threshold({ measure: 'users', is: 'above', value: 1 }), '/down');
  await run(3, { succeeded: true });
  receiver.answers.push({ status: 500 }, { status: 500 }, { status: 500 });
  const own = createWatch();
  await own.look();
  await own.look();
  expect(receiver.requests).toHaveLength(1);
  server.passTime(2_000);
  await own.look();
  expect(receiver.requests).toHaveLength(2);
  server.passTime(25 * 3_600_000);
  await own.look();
  const [incident] = await incidentsIn('down');
  expect(incident.began).toMatchObject({ state: 'failed', attempts: 3, reason: 'status 500' });
});

test('a release that got worse is reported, until a newer one is compared', async () => {
  const run = await createProject('released');
  await create('released', { kind: 'release' }, '/release');
  const look = async () => {
    await noteFindings(server, 'released');
    await createWatch().look();
  };
  await run(80, { succeeded: true });
  await look();
  for (let i = 0; i < 2; i += 1) {
    await run(30, { version: '1.1.0', succeeded: true });
    await run(12, { version: '1.1.0', succeeded: false });
  }
  await look();
  await look();
  await run(80, { version: '1.2.0', succeeded: true });
  await look();
  expect(receiver.requests.map(({ body }) => [body.type, body.subject, body.lines.length])).toEqual(
    [
      ['alert.began', 'orbit 1.1.0', 1],
      ['alert.ended', 'orbit 1.1.0', 1],
    ],
  );
  expect(receiver.requests[0]?.body.url).toContain('/releases?project=released&tool=orbit');
});

test('a paused alert neither looks nor sends; resumed, it reports what is so then', async () => {
  const run = await createProject('paused');
  const condition = threshold({ measure: 'invocations', is: 'above', value: 5 });
  const { id, is_paused } = await create('paused', condition, '/paused');
  expect(is_paused).toBe(false);
  const path = `${alertsPath('paused')}/${id}`;
  const pause = (isPaused: boolean) => expectMade(ada.ask('PATCH', path, { is_paused: isPaused }));
  await run(6, { succeeded: true });
  // The message waits to be repeated when the alert is paused.
  receiver.answers.push({ status: 503 });
  const own = createWatch();
  await own.look();
  expect(receiver.requests).toHaveLength(1);
  expect(await pause(true)).toMatchObject({ id, is_paused: true, secret: null });
  server.passTime(2 * 60_000);
  await own.look();
  expect(receiver.requests).toHaveLength(1);
  // It is over, and begins again, without a word.
  server.passTime(2 * 3_600_000);
  await own.look();
  expect(await incidentsIn('paused')).toMatchObject([{ ended_at: null }]);
  await pause(false);
  await own.look();
  expect(receiver.requests.map(({ body }) => body.type)).toEqual(['alert.began', 'alert.began']);
  await own.look();
  expect(receiver.requests.map(({ body }) => body.type).at(-1)).toBe('alert.ended');
});

test('an alert is changed: a new condition is evaluated at once, a new address has a new secret', async () => {
  const run = await createProject('changed');
  const created = await create('changed', threshold({ measure: 'users', is: 'above', value: 99 }));
  await create('changed', { kind: 'release' }, '/other');
  const path = `${alertsPath('changed')}/${created.id}`;
  const change = (body: object) => ada.ask('PATCH', path, body);
  await run(6, { succeeded: true });
  const own = createWatch();
  await own.look();
  const condition = threshold({ measure: 'users', is: 'above', value: 5 });
  expect((await change({ condition })).body).toMatchObject({ condition, secret: null });
  await own.look();
  expect(receiver.requests.map(({ path: at }) => at)).toEqual(['/hook']);

  const same = { kind: 'webhook', url: `${receiver.url}/hook` };
  expect((await change({ channel: same })).body.secret).toBeNull();
  const { secret } = (await change({ channel: { ...same, url: `${receiver.url}/new` } })).body;
  expect(secret).toMatch(/^sonde_wh_/);
  expect(secret).not.toBe(created.secret);
  const renamed = await change({ name: 'renamed' });
  expect(renamed.body).toMatchObject({ name: 'renamed', channel: { url: `${receiver.url}/new` } });

  for (const [body, code] of [
    [{ name: 'alert /other' }, 'name_taken'],
    [{ name: '' }, 'name_invalid'],
    [{ condition: threshold({ value: 2 }) }, 'parameter_invalid'],
    [{ channel: { kind: 'webhook', url: 'ftp://example.org' } }, 'parameter_invalid'],
    [{ channel: { kind: 'email', to: ['nobody'] } }, 'email_invalid'],
    [{}, 'parameter_invalid'],
    [{ secret: 'mine' }, 'parameter_invalid'],
  ] as const) {
    expect((await change(body)).body.code, JSON.stringify(body)).toBe(code);
  }
  expect((await ada.ask('GET', alertsPath('changed'))).body.alerts[0]).toMatchObject({
    ...{ name: 'renamed', condition, is_paused: false },
    channel: { url: `${receiver.url}/new` },
  });
});

test('a test message says whether it arrived', async () => {
  await createProject('tested');
  const { id } = await create('tested', { kind: 'release' }, '/test');
  const path = `${alertsPath('tested')}/${id}`;
  expect((await ada.ask('POST', `${path}/test`, {})).body).toEqual({
    delivered: true,
    reason: null,
  });
  expect(receiver.requests[0]?.body).toMatchObject({ type: 'alert.test', incident: null });
  receiver.answers.push({ status: 404 });
  expect((await ada.ask('POST', `${path}/test`, {})).body).toMatchObject({ reason: 'status 404' });
  expect((await ada.ask('DELETE', path)).status).toBe(204);
  expect((await ada.ask('DELETE', path)).body.code).toBe('alert_not_found');
});

test('without leave of the operator, no request goes to this machine or a private network', async () => {
  await createProject('private');
  const channels = [receiver.url, receiver.url.replace('127.0.0.1', 'localhost')];
  for (const [index, url] of [...channels, 'http://[::ffff:127.0.0.1]/'].entries()) {
    const body = { condition: { kind: 'release' }, channel: { kind: 'webhook', url } };
    const made = server.root.ask('POST', alertsPath('private'), { name: `${index}`, ...body });
    const { id } = await expectMade(made);
    const { body: tested } = await server.root.ask(
      'POST',
      `${alertsPath('private')}/${id}/test`,
      {},
    );
    expect(tested, url).toEqual({
      ...{ delivered: false, reason: 'the address is of this machine or a private network' },
    });
  }
  expect(receiver.requests).toEqual([]);
  for (const address of [
    '10.0.0.1',
    '169.254.169.254',
    '::1',
    'fd00::1',
    '0.0.0.0',
    '100.64.0.1',
  ]) {
    expect(isPublicAddress(address), address).toBe(false);
  }
  expect(isPublicAddress('93.184.215.14')).toBe(true);
});

test.each<[string, object]>([
  ['an address without a scheme', { channel: { kind: 'webhook', url: 'example.org' } }],
  ['another scheme', { channel: { kind: 'webhook', url: 'file:///etc/passwd' } }],
  ['a password in the address', { channel: { kind: 'webhook', url: 'https://a:b@example.org' } }],
  ['a rate above 1', { condition: threshold({ value: 90 }) }],
  ['an error share of no error', { condition: threshold({ measure: 'error_share' }) }],
  ['a flow that is not used', { condition: threshold({ flow: 'deploy' }) }],
  ['a window of no hours', { condition: threshold({ window_hours: 0 }) }],
  ['a window of a month', { condition: threshold({ window_hours: 720 }) }],
  ['an unknown measure', { condition: threshold({ measure: 'luck' }) }],
])('%s is refused', async (_what, wrong) => {
  const body = {
    ...{ name: 'wrong', condition: { kind: 'release' } },
    ...{ channel: { kind: 'webhook', url: 'https://example.org/' }, ...wrong },
  };
  const answer = await ada.ask('POST', alertsPath('default'), body);
  expect([answer.status, answer.body.code]).toEqual([400, 'parameter_invalid']);
});
