import { Writable } from 'node:stream';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { createSetupLink } from '../team/links.js';
import { openTeam } from '../team/open-team.js';
import type { Team } from '../team/team.js';
import { createTestDirectory } from '../testing/collector-process.js';
import { createVisitor, tokenOf, type Visitor, visitedHost } from '../testing/visitor.js';

// Every route of the OpenAPI document is tried as everyone who may not use it. A new route is tried
// too, and fails here when it answers.

/** The only operations that ask for no key and no session. */
const openToAll = new Set([
  'getHealth',
  'getReadiness',
  'getOpenapi',
  'getSession',
  'signIn',
  'readLink',
  'useLink',
  'startOpenid',
  'finishOpenid',
]);
/** Operations for which a write key is needed. */
const forWriters = new Set(['ingest', 'deleteEvents']);

interface Operation {
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its parameters in braces. */
  path: string;
  takesProject: boolean;
}

const directory = createTestDirectory();
const password = 'correct horse battery';
let store: Store;
let team: Team;
let app: FastifyInstance;
let operations: Operation[];
let administrator: Visitor;
/** Sees the project `mine`, and nothing else. */
let member: Visitor;
/** Everything that the log says, at its most talkative. */
let logged = '';
/** Whatever must be in no log, record, metric or answer. */
const secrets = new Set([password]);
let readKey: string;
let writeKey: string;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data') });
  team = await openTeam({ store, requireAccounts: true });
  const log = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  const logger = pino({ level: 'trace' }, log);
  app = await createCollector({ store, team: () => team, requireAccounts: true, logger });
  await app.ready();
  operations = listOperations(app);
  administrator = createVisitor(app, { address: '198.51.100.1' });
  const token = await createSetupLink(team, { name: 'operator', address: '' });
  const made = { token, name: 'Ada', email: 'ada@example.org', password };
  await expectMade(administrator.ask('POST', '/links/use', made));
  for (const id of ['mine', 'theirs']) {
    await expectMade(administrator.ask('POST', '/projects', { id }));
  }
  const invitation = { email: 'mia@example.org', projects: { mine: 'member' } };
  const { link } = await expectMade(administrator.ask('POST', '/invitations', invitation));
  member = createVisitor(app, { address: '198.51.100.2' });
  const joined = { token: tokenOf(link), name: 'Mia', password };
  await expectMade(member.ask('POST', '/links/use', joined));
  const createKey = async (kind: string) => {
    const answer = administrator.ask('POST', '/projects/mine/keys', { name: kind, kind });
    return (await expectMade(answer)).key;
  };
  readKey = await createKey('read');
  writeKey = await createKey('write');
  for (const secret of [token, tokenOf(link), readKey, writeKey]) secrets.add(secret);
  for (const visitor of [administrator, member]) {
    for (const value of visitor.cookies.values()) secrets.add(value);
  }
});

afterAll(async () => {
  await app.close();
  await team.close();
  await store.close();
  directory.remove();
});

async function expectMade(answer: ReturnType<Visitor['ask']>) {
  const { status, body } = await answer;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
}

function listOperations(from: FastifyInstance): Operation[] {
  const { paths } = from.swagger() as unknown as {
    paths: Record<
      string,
      Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>
    >;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      // HEAD is GET without the body.
      .filter(([method]) => method !== 'head')
      .map(([method, { operationId, parameters = [] }]) => ({
        id: operationId,
        method: method.toUpperCase() as Operation['method'],
        path,
        takesProject: parameters.some(({ name }) => name === 'project'),
      })),
  );
}

/** The address of an operation about a project: in its path, and as a parameter. */
function addressOf({ path, takesProject }: Operation, project: string): string {
  const filled = path
    .replace('{project}', project)
    .replaceAll(/\{[^}]+\}/g, '00000000-0000-4000-8000-000000000000');
  return takesProject && !path.includes('{project}') ? `${filled}?project=${project}` : filled;
}

/** Bodies of operations that look at them to say who may. */
const bodies: Record<string, object> = {
  invite: { email: 'someone@example.org', projects: { mine: 'member' } },
};

type Answer = [id: string, status: number, code: string | undefined];

async function ask(operation: Operation, project: string, headers: object): Promise<Answer> {
  const hasBody = operation.method !== 'GET' && operation.method !== 'DELETE';
  const answer = await app.inject({
    method: operation.method,
    url: addressOf(operation, project),
    headers: {
      host: visitedHost,
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(hasBody ? { payload: JSON.stringify(bodies[operation.id] ?? {}) } : {}),
  });
  const isProblem = String(answer.headers['content-type']).includes('problem+json');
  return [operation.id, answer.statusCode, isProblem ? answer.json().code : undefined];
}

const cookieOf = (visitor: Visitor) =>
  [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const sameSite = { origin: `http://${visitedHost}` };

const closed = () => operations.filter(({ id }) => !openToAll.has(id));
const forReaders = () => closed().filter(({ id }) => !forWriters.has(id));

test('the document has operations, and those that are open to all are in it', () => {
  expect(operations.length).toBeGreaterThan(40);
  const ids = operations.map(({ id }) => id);
  for (const id of [...openToAll, ...forWriters]) expect(ids).toContain(id);
});

test('nobody is let in without a key or a session', async () => {
  for (const operation of closed()) {
    const [id, status] = await ask(operation, 'mine', {});
    expect([id, status]).toEqual([id, 401]);
  }
});

test('a key or a cookie that was never given out opens nothing', async () => {
  const wrong = [
    { 'x-api-key': `sonde_rk_${'A'.repeat(32)}` },
    { authorization: `Bearer sonde_wk_${'A'.repeat(32)}` },
    { cookie: `sonde=${'A'.repeat(43)}`, ...sameSite },
  ];
  for (const headers of wrong) {
    for (const operation of closed()) {
      const [id, status] = await ask(operation, 'mine', headers);
      // Events from a web page are refused before a key is looked at.
      const isFromPage = 'origin' in headers && forWriters.has(id);
      expect([id, status]).toEqual([id, isFromPage ? 403 : 401]);
    }
  }
});

describe('another project', () => {
  const ofProject = () => forReaders().filter(({ takesProject }) => takesProject);

  test('answers a member like one that does not exist', async () => {
    const headers = { cookie: cookieOf(member), ...sameSite };
    for (const operation of ofProject()) {
      const foreign = await ask(operation, 'theirs', headers);
      expect(foreign).toEqual([operation.id, 404, 'project_not_found']);
      expect(await ask(operation, 'nowhere', headers)).toEqual(foreign);
    }
  });

  test('answers a read key like one that does not exist', async () => {
    for (const operation of ofProject()) {
      const foreign = await ask(operation, 'theirs', { 'x-api-key': readKey });
      expect(foreign).toEqual([operation.id, 404, 'project_not_found']);
      expect(await ask(operation, 'nowhere', { 'x-api-key': readKey })).toEqual(foreign);
    }
  });
});

describe('an administrator of one project', () => {
  let lea: Visitor;

  beforeAll(async () => {
    const invitation = { email: 'lea@example.org', projects: { mine: 'administrator' } };
    const { link } = await expectMade(administrator.ask('POST', '/invitations', invitation));
    lea = createVisitor(app, { address: '198.51.100.3' });
    const joined = { token: tokenOf(link), name: 'Lea', password };
    await expectMade(lea.ask('POST', '/links/use', joined));
  });

  test('invites nobody to another one, nor to the server', async () => {
    const email = 'friend@example.org';
    for (const project of ['theirs', 'nowhere']) {
      const answer = await lea.ask('POST', '/invitations', {
        email,
        projects: { [project]: 'member' },
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'role_insufficient']);
    }
    const server = await lea.ask('POST', '/invitations', { email, administrator: true });
    expect([server.status, server.body.code]).toEqual([403, 'role_insufficient']);
  });

  test('reaches nothing of another one by its id', async () => {
    const made = { name: 'theirs', kind: 'write' };
    const key = await expectMade(administrator.ask('POST', '/projects/theirs/keys', made));
    const invitation = { email: 'other@example.org', projects: { theirs: 'member' } };
    await expectMade(administrator.ask('POST', '/invitations', invitation));
    const { invitations } = await expectMade(administrator.ask('GET', '/invitations'));
    const theirs = invitations.find(({ email }: { email: string }) => email === invitation.email);
    const revoke = await lea.ask('DELETE', `/projects/mine/keys/${key.id}`);
    expect(revoke.status).toBe(404);
    const withdraw = await lea.ask('DELETE', `/invitations/${theirs.id}`);
    expect(withdraw.status).toBe(404);
    const { keys } = await expectMade(administrator.ask('GET', '/projects/theirs/keys'));
    expect(keys[0]).toMatchObject({ id: key.id, revoked_at: null });
    const seen = await expectMade(lea.ask('GET', '/invitations'));
    expect(JSON.stringify(seen)).not.toContain('other@example.org');
    const audit = await expectMade(lea.ask('GET', '/audit?project=mine'));
    expect(JSON.stringify(audit)).not.toContain('theirs');
  });
});

describe('roles and kinds of keys', () => {
  const changes = () => forReaders().filter(({ method }) => method !== 'GET');
  /** What members may change: themselves. */
  const own = new Set(['signOut', 'signOutEverywhere', 'changeOwnAccount', 'changeOwnPassword']);

  test('a member changes nothing but their own account', async () => {
    const headers = { cookie: cookieOf(member), ...sameSite };
    for (const operation of changes().filter(({ id }) => !own.has(id))) {
      // An invitation that a member may not see is like one that does not exist.
      const refusal =
        operation.id === 'withdrawInvitation'
          ? [404, 'invitation_not_found']
          : [403, 'role_insufficient'];
      expect(await ask(operation, 'mine', headers)).toEqual([operation.id, ...refusal]);
    }
  });

  test('a read key changes nothing', async () => {
    for (const operation of changes()) {
      const [id, status] = await ask(operation, 'mine', { 'x-api-key': readKey });
      expect([id, status]).toEqual([id, 403]);
    }
  });

  test('a read key sends no events and deletes none', async () => {
    for (const operation of operations.filter(({ id }) => forWriters.has(id))) {
      expect(await ask(operation, 'mine', { 'x-api-key': readKey })).toEqual([
        ...[operation.id, 403, 'read_key_cannot_write'],
      ]);
    }
  });

  test('a write key reads nothing and administers nothing', async () => {
    for (const operation of forReaders()) {
      expect(await ask(operation, 'mine', { 'x-api-key': writeKey })).toEqual([
        ...[operation.id, 403, 'write_key_cannot_read'],
      ]);
    }
  });
});

test('a page of another site changes nothing with the cookie of an administrator', async () => {
  const cookie = cookieOf(administrator);
  const foreign = [
    { cookie },
    { cookie, origin: 'https://attacker.example' },
    { cookie, origin: 'null' },
    { cookie, 'sec-fetch-site': 'cross-site' },
    { cookie, origin: `http://${visitedHost}.attacker.example` },
  ];
  const changes = forReaders().filter(({ method }) => method !== 'GET');
  for (const headers of foreign) {
    for (const operation of changes) {
      expect(await ask(operation, 'mine', headers)).toEqual([
        ...[operation.id, 403, 'origin_not_allowed'],
      ]);
    }
  }
  const session = await administrator.ask('GET', '/session');
  expect(session.body.account).toMatchObject({ email: 'ada@example.org' });
});

test('no key, password, token or cookie is in what it leaves behind', async () => {
  const given = [...secrets];
  expect(given).toHaveLength(7);
  const answers: string[] = [];
  // Each is sent where it does not belong as well.
  for (const secret of given) {
    await administrator.ask('DELETE', `/invitations/${secret}`);
    await administrator.ask('DELETE', `/projects/mine/keys/${secret}`);
    const credentials = { email: 'ada@example.org', password: `${secret}!` };
    const token = { token: `${secret}!` };
    const visitor = createVisitor(app);
    answers.push(JSON.stringify(await visitor.ask('POST', '/session', credentials)));
    answers.push(JSON.stringify(await visitor.ask('POST', '/links/read', token)));
  }
  const { body: audit } = await administrator.ask('GET', '/audit');
  const metrics = await app.inject({
    url: '/metrics',
    headers: { host: visitedHost, 'x-api-key': readKey },
  });
  expect(metrics.statusCode).toBe(200);
  const left = {
    log: logged,
    audit: JSON.stringify(audit),
    metrics: metrics.body,
    records: JSON.stringify(await store.team.readSince(0)),
    answers: answers.join('\n'),
  };
  for (const [place, text] of Object.entries(left)) {
    expect(text.length).toBeGreaterThan(0);
    for (const secret of given)
      expect(`${place}: ${text.includes(secret)}`).toBe(`${place}: false`);
  }
});
