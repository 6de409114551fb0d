import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ClosedServer,
  createClosedServer,
  credentialsOf,
  expectMade,
} from '../testing/closed-server.js';
import { createVisitor, tokenOf, type Visitor, visitedHost } from '../testing/visitor.js';

// A right can be withdrawn while the body of a request is still arriving.

const password = 'correct horse battery';
let server: ClosedServer;
let people = 0;

beforeAll(async () => {
  server = await createClosedServer();
  await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

/**
 * Sends the head and the first byte of a body; the result sends the rest, and resolves with the
 * response.
 */
async function begin(
  method: string,
  path: string,
  headers: Record<string, string>,
  body: object,
): Promise<() => Promise<{ status: number | undefined; code: string | undefined }>> {
  const content = JSON.stringify(body);
  const sent = request({
    ...{ host: '127.0.0.1', port: (server.app.server.address() as AddressInfo).port },
    ...{ method, path, agent: false },
    headers: {
      host: visitedHost,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(content),
      ...headers,
    },
  });
  const answered = once(sent, 'response');
  answered.catch(() => {});
  const arrived = once(server.app.server, 'request');
  sent.write(content[0]);
  await arrived;
  // By then, everything that checks the head has run.
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  return async () => {
    sent.end(content.slice(1));
    const [response] = await answered;
    const said = await text(response);
    const isProblem = response.headers['content-type']?.includes('problem+json');
    return { status: response.statusCode, code: isProblem ? JSON.parse(said).code : undefined };
  };
}

/** A signed-in person with these roles, and the id of their account. */
async function join(projects: object): Promise<{ visitor: Visitor; id: string; email: string }> {
  people += 1;
  const visitor = await server.join({ name: `Person${people}`, projects });
  const { id, email } = (await visitor.ask('GET', '/session')).body.account;
  return { visitor, id, email };
}

const findAccount = async (id: string) => {
  const { accounts } = await expectMade(server.administrator.ask('GET', '/accounts'));
  return accounts.find((account: { id: string }) => account.id === id);
};

describe('a new name for an account', () => {
  test('does not restore an account removed meanwhile', async () => {
    const { visitor, id } = await join({ mine: 'administrator' });
    const finish = await begin('PATCH', '/api/v1/account', credentialsOf(visitor), {
      name: 'Back',
    });
    await expectMade(server.administrator.ask('DELETE', `/accounts/${id}`));
    expect(await finish()).toEqual({ status: 401, code: 'sign_in_required' });
    expect(await findAccount(id)).toBeUndefined();
  });

  test('does not restore rights removed meanwhile', async () => {
    const { visitor, id } = await join({ mine: 'administrator', theirs: 'member' });
    await expectMade(server.administrator.ask('PATCH', `/accounts/${id}`, { administrator: true }));
    const finish = await begin('PATCH', '/api/v1/account', credentialsOf(visitor), {
      name: 'Kept',
    });
    await expectMade(
      server.administrator.ask('PATCH', `/accounts/${id}`, { administrator: false }),
    );
    await expectMade(server.administrator.ask('DELETE', `/projects/theirs/members/${id}`));
    expect(await finish()).toEqual({ status: 200, code: undefined });
    expect(await findAccount(id)).toMatchObject({
      ...{ name: 'Kept', administrator: false, roles: { mine: 'administrator' } },
    });
  });
});

describe('a role that is removed meanwhile', () => {
  test.each([
    ['POST', '/api/v1/invitations', { email: 'friend@example.org', projects: { mine: 'member' } }],
    ['POST', '/api/v1/projects/mine/keys', { name: 'late', kind: 'read' }],
    ['PATCH', '/api/v1/projects/mine', { archived: true }],
    ['POST', '/api/v1/projects/mine/people/export', { user_id: 'someone' }],
    ['POST', '/api/v1/projects/mine/deletions', { user_id: 'someone' }],
  ])('%s %s: refused', async (method, path, body) => {
    const { visitor, id } = await join({ mine: 'administrator' });
    const finish = await begin(method, path, credentialsOf(visitor), body);
    await expectMade(
      server.administrator.ask('PUT', `/projects/mine/members/${id}`, { role: 'member' }),
    );
    expect(await finish()).toEqual({ status: 403, code: 'role_insufficient' });
  });

  test('of the server: it cannot make another administrator', async () => {
    const { visitor, id } = await join({});
    await expectMade(server.administrator.ask('PATCH', `/accounts/${id}`, { administrator: true }));
    const friend = await join({});
    const path = `/api/v1/accounts/${friend.id}`;
    const finish = await begin('PATCH', path, credentialsOf(visitor), { administrator: true });
    await expectMade(
      server.administrator.ask('PATCH', `/accounts/${id}`, { administrator: false }),
    );
    expect(await finish()).toEqual({ status: 403, code: 'role_insufficient' });
    expect((await findAccount(friend.id)).administrator).toBe(false);
  });
});

describe('a new password', () => {
  const path = '/api/v1/account/password';
  const change = { current: password, password: 'the password of a thief' };

  test('does not replace one set by a link meanwhile', async () => {
    const { visitor, id, email } = await join({ mine: 'member' });
    const finish = await begin('POST', path, credentialsOf(visitor), change);
    const { link } = await expectMade(server.administrator.ask('POST', `/accounts/${id}/reset`));
    const next = { token: tokenOf(link), password: 'the password of the owner' };
    await expectMade(createVisitor(server.app).ask('POST', '/links/use', next));
    expect(await finish()).toEqual({ status: 401, code: 'sign_in_required' });
    const credentials = { email, password: next.password };
    await expectMade(createVisitor(server.app).ask('POST', '/session', credentials));
  });

  test('is not set by a session that ends while it is hashed', async () => {
    const { visitor, id, email } = await join({ mine: 'member' });
    const changing = visitor.ask('POST', '/account/password', change);
    // After the request was checked, before the hashes are made.
    for (let turn = 0; turn < 3; turn += 1) await setImmediate();
    await expectMade(server.administrator.ask('DELETE', `/accounts/${id}/sessions`));
    expect((await changing).body.code).toBe('sign_in_required');
    await expectMade(createVisitor(server.app).ask('POST', '/session', { email, password }));
  });
});

describe('events', () => {
  const ingest = (key: string) =>
    begin('POST', '/ingest', { 'x-api-key': key }, { event: 'Noted', insert_id: `late ${key}` });
  const stored = async (project: string) => {
    const response = await server.administrator.ask('GET', `/export/events?project=${project}`);
    return String(response.body).includes('late');
  };

  test('with a key that is revoked meanwhile are refused', async () => {
    const made = { name: 'short-lived', kind: 'write' };
    const { id, key } = await expectMade(
      server.administrator.ask('POST', '/projects/mine/keys', made),
    );
    const finish = await ingest(key);
    await expectMade(server.administrator.ask('DELETE', `/projects/mine/keys/${id}`));
    expect(await finish()).toEqual({ status: 401, code: 'key_revoked' });
    expect(await stored('mine')).toBe(false);
  });

  test('for a project that is archived meanwhile are refused', async () => {
    const finish = await ingest(server.foreignWriteKey);
    await expectMade(server.administrator.ask('PATCH', '/projects/theirs', { archived: true }));
    expect(await finish()).toEqual({ status: 403, code: 'project_archived' });
    expect(await stored('theirs')).toBe(false);
  });
});
