import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccountsServer } from '../testing/accounts-server.js';
import { type Visitor, visitedHost } from '../testing/visitor.js';

const server = createAccountsServer();
const { createBrowser, createMember, signIn } = server;

beforeAll(async () => {
  await server.open();
  await server.createRoot();
  await server.root.ask('POST', '/projects', { id: 'orbit' });
});
afterAll(() => server.close());

const read = async (search = '') =>
  (await server.root.ask('GET', `/audit?limit=500${search}`)).body.entries as {
    action: string;
    subject: string;
    detail: object;
  }[];

test('has refused sign-ins: one per hour, account and address', async () => {
  const { email } = await createMember({ orbit: 'member' });
  const guess = (visitor: Visitor, wanted: string) =>
    visitor.ask('POST', '/session', { email: wanted, password: 'a mere guess' });
  const guesser = createBrowser();
  for (let count = 0; count < 4; count += 1) await guess(guesser, email);
  await guess(createBrowser(), email);
  // A password typed as e-mail.
  await guess(guesser, 'a secret of theirs');
  const refused = async () =>
    (await read()).filter(({ action }) => action === 'account.sign_in_refused');
  const subjects = async () => (await refused()).map(({ subject }) => subject);
  await expect.poll(subjects).toContain('unknown account');
  expect((await subjects()).filter((subject) => subject === email)).toHaveLength(2);
  expect(JSON.stringify(await refused())).not.toContain('secret');
});

test('has sign-outs, here and everywhere', async () => {
  const { visitor, email } = await createMember({ orbit: 'member' });
  const other = await signIn(email);
  await visitor.ask('DELETE', '/session');
  await other.ask('DELETE', '/sessions');
  const own = (await read()).filter(
    ({ action, subject }) => action === 'account.sign_out' && subject === email,
  );
  expect(own.map(({ detail }) => detail)).toEqual([{ everywhere: true }, { everywhere: false }]);
});

test('has exports by a person or a key, and distinguishes them', async () => {
  const made = { name: 'operator', kind: 'read' };
  const { key } = (await server.root.ask('POST', '/projects/orbit/keys', made)).body;
  const from = '2026-01-01T00:00:00.000Z';
  await server.app.inject({
    url: `/api/v1/export/events?from=${from}`,
    headers: { 'x-api-key': key, host: visitedHost },
  });
  await server.root.ask('GET', '/export/events?project=orbit');
  const act = { action: 'events.export', project: 'orbit' };
  expect((await read('&project=orbit')).slice(0, 2)).toMatchObject([
    { ...act, actor: 'ada@example.org', detail: { from: null, to: null } },
    { ...act, actor: 'key operator', detail: { from, to: null } },
  ]);
});

test('separates user text from its own words', async () => {
  const title = 'Orbit, months: 1, before: null';
  await server.root.ask('PATCH', '/projects/orbit', { title });
  expect((await read('&project=orbit'))[0]?.detail).toEqual({ title });
});
