import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, createAccountsServer, password } from '../testing/accounts-server.js';
import { tokenOf, type Visitor, visitedHost } from '../testing/visitor.js';

const server = createAccountsServer();
const { createBrowser, createMember, signIn, useLink } = server;
const dayMs = 86_400_000;

beforeAll(async () => {
  await server.open();
  await server.createRoot();
});
afterAll(() => server.close());

test('a guessed link is unknown; an expired one is reported as expired', async () => {
  const guessed = { token: 'x'.repeat(43) };
  expect(codeOf(await createBrowser().ask('POST', '/links/read', guessed))).toEqual([
    404,
    'link_unknown',
  ]);
  const invited = await server.root.ask('POST', '/invitations', { email: 'late@example.org' });
  expect(invited.body.link).toMatch(new RegExp(`^http://${visitedHost}/welcome#[\\w-]{43}$`));
  const token = tokenOf(invited.body.link);
  server.passTime(7 * dayMs + 1);
  const response = { token, name: 'Late', password };
  expect(codeOf(await createBrowser().ask('POST', '/links/use', response))).toEqual([
    410,
    'link_expired',
  ]);
  const { invitations } = (await server.root.ask('GET', '/invitations')).body;
  expect(invitations).toEqual([]);
});

test('a withdrawn invitation stops working', async () => {
  const invited = await server.root.ask('POST', '/invitations', { email: 'no@example.org' });
  const { id, link } = invited.body;
  expect((await server.root.ask('GET', '/invitations')).body.invitations).toMatchObject([
    { id, email: 'no@example.org', created_by: 'ada@example.org' },
  ]);
  expect((await server.root.ask('DELETE', `/invitations/${id}`)).status).toBe(204);
  expect(codeOf(await server.root.ask('DELETE', `/invitations/${id}`))).toEqual([
    404,
    'invitation_not_found',
  ]);
  const token = tokenOf(link);
  expect(codeOf(await createBrowser().ask('POST', '/links/read', { token }))).toEqual([
    404,
    'link_unknown',
  ]);
});

test('a second one by the same person replaces the first, and includes its roles', async () => {
  await server.root.ask('POST', '/projects', { id: 'luna' });
  const email = 'twice@example.org';
  const invite = (projects: object) => server.root.ask('POST', '/invitations', { email, projects });
  const first = await invite({ default: 'member', luna: 'administrator' });
  const second = await invite({ luna: 'member' });
  expect(second.body.projects).toEqual({ default: 'member', luna: 'member' });
  expect((await server.root.ask('GET', '/invitations')).body.invitations).toHaveLength(1);
  expect(codeOf(await useLink(first.body.link))).toEqual([404, 'link_unknown']);
  const used = await useLink(second.body.link);
  expect(used.body.projects).toMatchObject([
    { id: 'default', role: 'member' },
    { id: 'luna', role: 'member' },
  ]);
});

test('those of several people stay separate: one person cannot pass on another’s roles', async () => {
  const email = 'shared@example.org';
  const { visitor } = await createMember({ luna: 'administrator' });
  await server.root.ask('POST', '/invitations', { email, projects: { default: 'administrator' } });
  const theirs = await visitor.ask('POST', '/invitations', {
    email,
    projects: { luna: 'member' },
  });
  expect(theirs.body.projects).toEqual({ luna: 'member' });
  expect((await useLink(theirs.body.link)).body.projects).toMatchObject([{ id: 'luna' }]);
});

test('an invitation stops working if its author is removed or loses the right', async () => {
  const losses: ((id: string) => Promise<{ status: number }>)[] = [
    (id) => server.root.ask('DELETE', `/accounts/${id}`),
    (id) => server.root.ask('DELETE', `/projects/luna/members/${id}`),
    (id) => server.root.ask('PUT', `/projects/luna/members/${id}`, { role: 'member' }),
  ];
  for (const lose of losses) {
    const { visitor } = await createMember({ luna: 'administrator' });
    const { id } = (await visitor.ask('GET', '/session')).body.account;
    const email = `friend-of-${id}@example.org`;
    const invited = await visitor.ask('POST', '/invitations', {
      email,
      projects: { luna: 'member' },
    });
    expect((await lose(id)).status).toBeLessThan(300);
    const token = tokenOf(invited.body.link);
    expect(codeOf(await createBrowser().ask('POST', '/links/read', { token }))).toEqual([
      404,
      'link_unknown',
    ]);
    expect(codeOf(await useLink(invited.body.link))).toEqual([404, 'link_unknown']);
    const { invitations } = (await server.root.ask('GET', '/invitations')).body;
    expect(JSON.stringify(invitations)).not.toContain(email);
  }
});

test('a password link stops working if its author no longer administers the server', async () => {
  const maker = await createMember({});
  const { id } = (await maker.visitor.ask('GET', '/session')).body.account;
  await server.root.ask('PATCH', `/accounts/${id}`, { administrator: true });
  const target = await createMember({ default: 'member' });
  const { id: targetId } = (await target.visitor.ask('GET', '/session')).body.account;
  const reset = await maker.visitor.ask('POST', `/accounts/${targetId}/reset`);
  await server.root.ask('PATCH', `/accounts/${id}`, { administrator: false });
  expect(codeOf(await useLink(reset.body.link))).toEqual([404, 'link_unknown']);
  await signIn(target.email);
});

test('removing an account removes all links for its e-mail', async () => {
  const { visitor, email } = await createMember({ luna: 'member' });
  const { id } = (await visitor.ask('GET', '/session')).body.account;
  const other = await createMember({ luna: 'administrator' });
  // From before the account existed.
  const earlier = 'early@example.org';
  const invite = (by: Visitor) =>
    by.ask('POST', '/invitations', { email: earlier, projects: { luna: 'member' } });
  const [first, second] = [await invite(server.root), await invite(other.visitor)];
  const early = await useLink(first.body.link);
  const reset = await server.root.ask('POST', `/accounts/${id}/reset`);
  await server.root.ask('DELETE', `/accounts/${id}`);
  await server.root.ask('DELETE', `/accounts/${early.body.account.id}`);
  for (const { body } of [second, reset]) {
    expect([email, ...codeOf(await useLink(body.link))]).toEqual([email, 404, 'link_unknown']);
  }
});
