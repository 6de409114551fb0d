import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ClosedServer,
  createClosedServer,
  credentialsOf,
  expectMade,
  type Operation,
} from '../testing/closed-server.js';
import { createVisitor, type Visitor, visitedHost } from '../testing/visitor.js';

// Every route of the OpenAPI document is called by everyone who may not use it. New routes are
// included automatically.

/** The only operations that need no key and no session. */
const openToAll = new Set([
  'getHealth',
  'getReadiness',
  'getLeaderHealth',
  'getOpenapi',
  'getSession',
  'signIn',
  'readLink',
  'useLink',
  'startOpenid',
  'finishOpenid',
]);
/** Operations that need a write key. */
const forWriters = new Set(['ingest', 'deleteEvents', 'pushCatalog']);

let server: ClosedServer;

beforeAll(async () => {
  server = await createClosedServer();
});
afterAll(() => server.close());

/** The URL of an operation about a project: in its path, and as a parameter. */
function addressOf({ path, takesProject }: Operation, project: string): string {
  const filled = path
    .replace('{project}', project)
    .replaceAll(/\{[^}]+\}/g, '00000000-0000-4000-8000-000000000000');
  return takesProject && !path.includes('{project}') ? `${filled}?project=${project}` : filled;
}

/** Request bodies for operations that check access by their body. */
const bodies: Record<string, object> = {
  invite: { email: 'someone@example.org', projects: { mine: 'member' } },
};

type Answer = [id: string, status: number, code: string | undefined];

async function ask(operation: Operation, project: string, headers: object): Promise<Answer> {
  const hasBody = operation.method !== 'GET' && operation.method !== 'DELETE';
  const response = await server.app.inject({
    method: operation.method,
    url: addressOf(operation, project),
    headers: {
      host: visitedHost,
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(hasBody ? { payload: JSON.stringify(bodies[operation.id] ?? {}) } : {}),
  });
  const isProblem = String(response.headers['content-type']).includes('problem+json');
  return [operation.id, response.statusCode, isProblem ? response.json().code : undefined];
}

const closed = () => server.operations.filter(({ id }) => !openToAll.has(id));
const forReaders = () => closed().filter(({ id }) => !forWriters.has(id));

test('the document has operations, including the public ones', () => {
  const { operations } = server;
  expect(operations.length).toBeGreaterThan(40);
  const ids = operations.map(({ id }) => id);
  for (const id of [...openToAll, ...forWriters]) expect(ids).toContain(id);
});

test('without a key or a session, access is denied', async () => {
  for (const operation of closed()) {
    const [id, status] = await ask(operation, 'mine', {});
    expect([id, status]).toEqual([id, 401]);
  }
});

test('an unknown key or cookie gives no access', async () => {
  const wrong = [
    { 'x-api-key': `sonde_rk_${'A'.repeat(32)}` },
    { authorization: `Bearer sonde_wk_${'A'.repeat(32)}` },
    { cookie: `sonde=${'A'.repeat(43)}`, origin: `http://${visitedHost}` },
  ];
  for (const headers of wrong) {
    for (const operation of closed()) {
      const [id, status] = await ask(operation, 'mine', headers);
      // Events from a web page are refused before the key is checked.
      const isFromPage = 'origin' in headers && forWriters.has(id);
      expect([id, status]).toEqual([id, isFromPage ? 403 : 401]);
    }
  }
});

describe('another project', () => {
  const ofProject = () => forReaders().filter(({ takesProject }) => takesProject);

  test('looks to a member as if it did not exist', async () => {
    const headers = credentialsOf(server.member);
    for (const operation of ofProject()) {
      const foreign = await ask(operation, 'theirs', headers);
      expect(foreign).toEqual([operation.id, 404, 'project_not_found']);
      expect(await ask(operation, 'nowhere', headers)).toEqual(foreign);
    }
  });

  test('looks to a read key as if it did not exist', async () => {
    for (const operation of ofProject()) {
      const foreign = await ask(operation, 'theirs', { 'x-api-key': server.readKey });
      expect(foreign).toEqual([operation.id, 404, 'project_not_found']);
      expect(await ask(operation, 'nowhere', { 'x-api-key': server.readKey })).toEqual(foreign);
    }
  });
});

describe('an administrator of one project', () => {
  let lea: Visitor;

  beforeAll(async () => {
    lea = await server.join({ name: 'Lea', projects: { mine: 'administrator' } });
  });

  test('cannot invite people to another project or the server', async () => {
    const email = 'friend@example.org';
    for (const project of ['theirs', 'nowhere']) {
      const response = await lea.ask('POST', '/invitations', {
        email,
        projects: { [project]: 'member' },
      });
      expect([response.status, response.body.code]).toEqual([403, 'role_insufficient']);
    }
    const server = await lea.ask('POST', '/invitations', { email, administrator: true });
    expect([server.status, server.body.code]).toEqual([403, 'role_insufficient']);
  });

  test('cannot reach anything of another project by id', async () => {
    const made = { name: 'theirs', kind: 'write' };
    const key = await expectMade(server.administrator.ask('POST', '/projects/theirs/keys', made));
    const invitation = { email: 'other@example.org', projects: { theirs: 'member' } };
    await expectMade(server.administrator.ask('POST', '/invitations', invitation));
    const { invitations } = await expectMade(server.administrator.ask('GET', '/invitations'));
    const theirs = invitations.find(({ email }: { email: string }) => email === invitation.email);
    const revoke = await lea.ask('DELETE', `/projects/mine/keys/${key.id}`);
    expect(revoke.status).toBe(404);
    const withdraw = await lea.ask('DELETE', `/invitations/${theirs.id}`);
    expect(withdraw.status).toBe(404);
    const { keys } = await expectMade(server.administrator.ask('GET', '/projects/theirs/keys'));
    expect(keys).toContainEqual(expect.objectContaining({ id: key.id, revoked_at: null }));
    const seen = await expectMade(lea.ask('GET', '/invitations'));
    expect(JSON.stringify(seen)).not.toContain('other@example.org');
    const audit = await expectMade(lea.ask('GET', '/audit?project=mine'));
    expect(JSON.stringify(audit)).not.toContain('theirs');
  });
});

describe('roles and kinds of keys', () => {
  const changes = () => forReaders().filter(({ method }) => method !== 'GET');
  /** Members may change their own account, and what they save. */
  const own = new Set([
    ...['signOut', 'signOutEverywhere', 'changeOwnAccount', 'changeOwnPassword'],
    ...['createView', 'changeView', 'removeView', 'arrangeHome'],
    ...['createAnnotation', 'changeAnnotation', 'removeAnnotation'],
  ]);

  test('a member can change only their own account and what they save', async () => {
    const headers = credentialsOf(server.member);
    for (const operation of changes().filter(({ id }) => !own.has(id))) {
      // An invitation that a member may not see looks as if it did not exist.
      const refusal =
        operation.id === 'withdrawInvitation'
          ? [404, 'invitation_not_found']
          : [403, 'role_insufficient'];
      expect(await ask(operation, 'mine', headers)).toEqual([operation.id, ...refusal]);
    }
  });

  test('a read key cannot change anything', async () => {
    for (const operation of changes()) {
      const [id, status] = await ask(operation, 'mine', { 'x-api-key': server.readKey });
      expect([id, status]).toEqual([id, 403]);
    }
  });

  test('a read key cannot send or delete events', async () => {
    for (const operation of server.operations.filter(({ id }) => forWriters.has(id))) {
      expect(await ask(operation, 'mine', { 'x-api-key': server.readKey })).toEqual([
        ...[operation.id, 403, 'read_key_cannot_write'],
      ]);
    }
  });

  test('a write key cannot read or administer', async () => {
    for (const operation of forReaders()) {
      expect(await ask(operation, 'mine', { 'x-api-key': server.writeKey })).toEqual([
        ...[operation.id, 403, 'write_key_cannot_read'],
      ]);
    }
  });
});

test('a page of another site cannot use an administrator’s cookie', async () => {
  const { cookie = '' } = credentialsOf(server.administrator);
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
  const session = await server.administrator.ask('GET', '/session');
  expect(session.body.account).toMatchObject({ email: 'ada@example.org' });
});

test('no key, password, token or cookie is in its logs, records, metrics or responses', async () => {
  const given = [...server.secrets];
  expect(given.length).toBeGreaterThan(8);
  const answers: string[] = [];
  // Each one is also sent where it does not belong.
  for (const secret of given) {
    await server.administrator.ask('DELETE', `/invitations/${secret}`);
    await server.administrator.ask('DELETE', `/projects/mine/keys/${secret}`);
    const credentials = { email: 'ada@example.org', password: `${secret}!` };
    const token = { token: `${secret}!` };
    const visitor = createVisitor(server.app);
    answers.push(JSON.stringify(await visitor.ask('POST', '/session', credentials)));
    answers.push(JSON.stringify(await visitor.ask('POST', '/links/read', token)));
  }
  const { body: audit } = await server.administrator.ask('GET', '/audit');
  const metrics = await server.app.inject({
    url: '/metrics',
    headers: { host: visitedHost, 'x-api-key': server.readKey },
  });
  expect(metrics.statusCode).toBe(200);
  const left = {
    log: server.readLog(),
    audit: JSON.stringify(audit),
    metrics: metrics.body,
    records: JSON.stringify(await server.store.team.readSince(0)),
    answers: answers.join('\n'),
  };
  for (const [place, text] of Object.entries(left)) {
    expect(text.length).toBeGreaterThan(0);
    for (const secret of given)
      expect(`${place}: ${text.includes(secret)}`).toBe(`${place}: false`);
  }
});
