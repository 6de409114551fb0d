import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from '../collector.js';
import { codeOf, createAccountsServer, password } from '../testing/accounts-server.js';
import { createVisitor, tokenOf } from '../testing/visitor.js';
import { operator } from './audit.js';
import { createSetupLink } from './links.js';
import { openTeam } from './open-team.js';

const server = createAccountsServer();
const { createBrowser, createMember, signIn } = server;
const dayMs = 86_400_000;

beforeAll(() => server.open());
afterAll(() => server.close());

describe('the first account', () => {
  test('before it, access is denied, and the session says so', async () => {
    const visitor = createBrowser();
    expect((await visitor.ask('GET', '/session')).body).toEqual({
      ...{ mode: 'accounts', account: null, projects: [] },
      sign_in: { password: true, openid: null, needs_setup: true },
    });
    for (const path of ['/overview', '/projects', '/accounts', '/audit', '/export/events']) {
      expect(codeOf(await visitor.ask('GET', path))).toEqual([401, 'sign_in_required']);
    }
    const ingest = await server.app.inject({
      method: 'POST',
      url: '/ingest',
      payload: { event: 'x' },
    });
    expect([ingest.statusCode, ingest.json().code]).toEqual([401, 'key_unknown']);
  });

  test('a set-up link creates it, once', async () => {
    const earlier = await createSetupLink(server.team, operator);
    const token = await createSetupLink(server.team, operator);
    server.root = createBrowser();
    expect(codeOf(await server.root.ask('POST', '/links/read', { token: earlier }))).toEqual([
      404,
      'link_unknown',
    ]);
    expect((await server.root.ask('POST', '/links/read', { token })).body).toMatchObject({
      kind: 'setup',
      email: null,
    });
    const response = { token, name: 'Ada', email: ' Ada@Example.org', password };
    for (const [wrong, code] of [
      [{ email: 'ada' }, 'email_invalid'],
      [{ name: '' }, 'name_invalid'],
      [{ password: 'short' }, 'password_invalid'],
      [{ password: 'ada@EXAMPLE.org' }, 'password_invalid'],
    ] as const) {
      expect(
        codeOf(await server.root.ask('POST', '/links/use', { ...response, ...wrong })),
      ).toEqual([400, code]);
    }
    const others = [createBrowser(), createBrowser()];
    const results = await Promise.all(
      [server.root, ...others].map((visitor) => visitor.ask('POST', '/links/use', response)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    const winner = results.findIndex(({ status }) => status === 200);
    server.root = [server.root, ...others][winner] ?? server.root;
    const { body, headers } = results[winner]!;
    expect(body).toMatchObject({
      account: { email: 'ada@example.org', name: 'Ada', administrator: true },
      projects: [{ id: 'default', role: 'administrator' }],
    });
    expect(headers['set-cookie']).toMatch(
      /^sonde=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(codeOf(await createBrowser().ask('POST', '/links/read', { token }))).toEqual([
      410,
      'link_used',
    ]);
    expect((await server.root.ask('GET', '/session')).body.account.email).toBe('ada@example.org');
    expect((await createBrowser().ask('GET', '/session')).body.sign_in.needs_setup).toBe(false);
    expect((await server.root.ask('GET', '/overview')).status).toBe(200);
  });

  test('once it exists, no set-up link works', async () => {
    const token = await createSetupLink(server.team, operator);
    const response = { token, name: 'Eve', email: 'eve@example.org', password };
    expect(codeOf(await createBrowser().ask('POST', '/links/use', response))).toEqual([
      410,
      'link_used',
    ]);
  });
});

describe('signing in', () => {
  test('a wrong password and an unknown account get the same refusal', async () => {
    const wrong = await createBrowser().ask('POST', '/session', {
      email: 'ada@example.org',
      password: 'x',
    });
    const unknown = await createBrowser().ask('POST', '/session', {
      email: 'x@example.org',
      password,
    });
    for (const response of [wrong, unknown]) {
      expect(codeOf(response)).toEqual([401, 'sign_in_refused']);
      expect(response.headers['set-cookie']).toBeUndefined();
    }
    const { request_id: _1, ...first } = wrong.body;
    const { request_id: _2, ...second } = unknown.body;
    expect(first).toEqual(second);
  });

  test('each sign-in has a new secret, and ends the previous session', async () => {
    const visitor = await signIn('ADA@example.org');
    const first = visitor.cookies.get('sonde');
    await visitor.ask('POST', '/session', { email: 'ada@example.org', password });
    const second = visitor.cookies.get('sonde');
    expect(second).not.toBe(first);
    const earlier = createBrowser();
    earlier.cookies.set('sonde', first ?? '');
    expect((await earlier.ask('GET', '/session')).body.account).toBeNull();
    expect((await visitor.ask('GET', '/session')).body.account).not.toBeNull();
  });

  test('a session chosen by an attacker is not used', async () => {
    const visitor = createBrowser();
    visitor.cookies.set('sonde', 'a'.repeat(43));
    await visitor.ask('POST', '/session', { email: 'ada@example.org', password });
    expect(visitor.cookies.get('sonde')).not.toBe('a'.repeat(43));
  });

  test('a session ends here, or everywhere', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => signIn('ada@example.org')));
    const cookie = one!.cookies.get('sonde')!;
    expect((await one!.ask('DELETE', '/session')).status).toBe(204);
    expect(one!.cookies.size).toBe(0);
    one!.cookies.set('sonde', cookie);
    expect(codeOf(await one!.ask('GET', '/projects'))).toEqual([401, 'sign_in_required']);
    expect((await two!.ask('GET', '/projects')).status).toBe(200);
    expect((await two!.ask('DELETE', '/sessions')).status).toBe(204);
    expect(codeOf(await three!.ask('GET', '/projects'))).toEqual([401, 'sign_in_required']);
    server.root = await signIn('ada@example.org');
  });

  test('a session ends after 14 days without use, and after 90 in any case', async () => {
    const visitor = await signIn('ada@example.org');
    for (let days = 0; days < 84; days += 12) {
      server.passTime(12 * dayMs);
      expect((await visitor.ask('GET', '/session')).body.account).not.toBeNull();
    }
    server.passTime(7 * dayMs);
    expect((await visitor.ask('GET', '/session')).body.account).toBeNull();
    const idle = await signIn('ada@example.org');
    server.passTime(14 * dayMs + 1);
    expect((await idle.ask('GET', '/session')).body.account).toBeNull();
    server.root = await signIn('ada@example.org');
  });

  test('many guesses are stopped before the password is checked', async () => {
    const { email } = await createMember({ default: 'member' });
    const guesser = createBrowser();
    const answers = [];
    for (let guess = 0; guess < 14; guess += 1) {
      answers.push(await guesser.ask('POST', '/session', { email, password: `guess ${guess}` }));
    }
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    const last = answers.at(-1)!;
    expect(codeOf(last)).toEqual([429, 'too_many_attempts']);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(800);
    // Its owner, elsewhere, can sign in; right passwords do not count.
    for (let visit = 0; visit < 12; visit += 1) await signIn(email);
    // The guesser cannot, not even with the right password.
    expect(codeOf(await guesser.ask('POST', '/session', { email, password }))).toEqual([
      429,
      'too_many_attempts',
    ]);
  });

  test('guesses from one address, however many, do not lock the owner out', async () => {
    const { email } = await createMember({ default: 'member' });
    const guesser = createBrowser();
    for (let guess = 0; guess < 99; guess += 1) {
      await guesser.ask('POST', '/session', { email, password: `guess ${guess}` });
    }
    await signIn(email);
  });
});

describe('one’s own account', () => {
  test('a new password ends all other sessions', async () => {
    const { visitor, email } = await createMember({ default: 'member' });
    const other = await signIn(email);
    const change = (current: string, next: string) =>
      visitor.ask('POST', '/account/password', { current, password: next });
    expect(codeOf(await change('wrong', 'another good password'))).toEqual([403, 'password_wrong']);
    expect(codeOf(await change(password, 'short'))).toEqual([400, 'password_invalid']);
    expect(codeOf(await change(password, email))).toEqual([400, 'password_invalid']);
    expect((await change(password, 'another good password')).status).toBe(204);
    expect((await visitor.ask('GET', '/session')).body.account.email).toBe(email);
    expect((await other.ask('GET', '/session')).body.account).toBeNull();
    expect((await createBrowser().ask('POST', '/session', { email, password })).status).toBe(401);
    await signIn(email, 'another good password');
  });

  test('a name is changed', async () => {
    const { visitor } = await createMember({ default: 'member' });
    const named = await visitor.ask('PATCH', '/account', { name: '<script>' });
    expect(named.body.account.name).toBe('<script>');
    expect(codeOf(await visitor.ask('PATCH', '/account', { name: ' ' }))).toEqual([
      400,
      'name_invalid',
    ]);
  });
});

describe('roles', () => {
  beforeAll(async () => {
    for (const id of ['orbit', 'secret', 'luna']) {
      expect((await server.root.ask('POST', '/projects', { id })).status).toBe(201);
    }
  });

  test('a member sees one project, and no sign of another', async () => {
    const { visitor } = await createMember({ orbit: 'member' });
    const { projects } = (await visitor.ask('GET', '/session')).body;
    expect(projects).toEqual([
      { id: 'orbit', title: 'orbit', role: 'member', archived: false, declared: false },
    ]);
    expect((await visitor.ask('GET', '/overview?project=orbit')).status).toBe(200);
    // The only one it may see.
    expect((await visitor.ask('GET', '/overview')).status).toBe(200);
    const [hidden, missing] = await Promise.all(
      ['secret', 'missing'].map((id) => visitor.ask('GET', `/overview?project=${id}`)),
    );
    expect(codeOf(hidden!)).toEqual([404, 'project_not_found']);
    expect(codeOf(missing!)).toEqual([404, 'project_not_found']);
    for (const [method, path, body] of [
      ['GET', '/projects/orbit/keys'],
      ['POST', '/projects/orbit/keys', { name: 'x', kind: 'write' }],
      ['PATCH', '/projects/orbit', { archived: true }],
      ['GET', '/projects/orbit/members'],
      ['GET', '/audit?project=orbit'],
      ['GET', '/audit'],
      ['GET', '/accounts'],
      ['POST', '/projects', { id: 'mine' }],
      ['POST', '/invitations', { email: 'a@example.org', projects: { orbit: 'member' } }],
      ['POST', '/invitations', { email: 'a@example.org' }],
    ] as const) {
      expect([path, ...codeOf(await visitor.ask(method, path, body))]).toEqual([
        path,
        403,
        'role_insufficient',
      ]);
    }
    expect(codeOf(await visitor.ask('GET', '/projects/secret/keys'))).toEqual([
      404,
      'project_not_found',
    ]);
  });

  test('an administrator of a project administers only that one', async () => {
    const { visitor, email } = await createMember({ orbit: 'administrator' });
    expect((await visitor.ask('GET', '/projects/orbit/keys')).status).toBe(200);
    const invite = (projects: object, more: object = {}) =>
      visitor.ask('POST', '/invitations', { email: 'new@example.org', projects, ...more });
    expect(codeOf(await invite({ secret: 'member' }))).toEqual([403, 'role_insufficient']);
    expect(codeOf(await invite({ orbit: 'member' }, { administrator: true }))).toEqual([
      403,
      'role_insufficient',
    ]);
    const invited = await invite({ orbit: 'member' });
    expect(invited.status).toBe(201);
    await server.root.ask('POST', '/invitations', {
      email: 'hidden@example.org',
      projects: { secret: 'member' },
    });
    const { invitations } = (await visitor.ask('GET', '/invitations')).body;
    expect(invitations.map(({ email }: { email: string }) => email)).toEqual(['new@example.org']);
    const { entries } = (await visitor.ask('GET', '/audit?project=orbit')).body;
    expect(entries[0]).toMatchObject({
      ...{
        action: 'invitation.create',
        actor: email,
        subject: 'new@example.org',
        project: 'orbit',
      },
      address: expect.stringMatching(/^198\.51\.100\./),
    });
    expect(codeOf(await visitor.ask('GET', '/audit?project=secret'))).toEqual([
      404,
      'project_not_found',
    ]);
  });

  test('a role is given, changed and removed, with immediate effect', async () => {
    const { visitor, email } = await createMember({ orbit: 'member' });
    const { members } = (await server.root.ask('GET', '/projects/orbit/members')).body;
    const { account } = members.find((member: { email: string }) => member.email === email);
    expect(
      members.find(({ administrator }: { administrator: boolean }) => administrator),
    ).toMatchObject({
      email: 'ada@example.org',
      role: 'administrator',
    });
    const path = `/projects/secret/members/${account}`;
    expect((await server.root.ask('PUT', path, { role: 'administrator' })).body.role).toBe(
      'administrator',
    );
    expect((await visitor.ask('GET', '/projects/secret/keys')).status).toBe(200);
    await server.root.ask('PUT', path, { role: 'member' });
    expect(codeOf(await visitor.ask('GET', '/projects/secret/keys'))).toEqual([
      403,
      'role_insufficient',
    ]);
    expect((await server.root.ask('DELETE', path)).status).toBe(204);
    expect(codeOf(await visitor.ask('GET', '/overview?project=secret'))).toEqual([
      404,
      'project_not_found',
    ]);
    expect(
      codeOf(await server.root.ask('PUT', '/projects/secret/members/none', { role: 'member' })),
    ).toEqual([404, 'account_not_found']);
    expect(codeOf(await server.root.ask('PUT', path, { role: 'owner' }))).toEqual([
      400,
      'parameter_invalid',
    ]);
  });

  test('a person with an account gets the role without a link', async () => {
    const { visitor, email } = await createMember({ orbit: 'member' });
    const invited = await server.root.ask('POST', '/invitations', {
      email,
      projects: { secret: 'member' },
    });
    expect([invited.status, invited.body.link]).toEqual([201, null]);
    expect((await visitor.ask('GET', '/overview?project=secret')).status).toBe(200);
    expect((await visitor.ask('GET', '/overview?project=orbit')).status).toBe(200);
  });

  test('a project that does not exist cannot be given', async () => {
    for (const project of ['none', '__proto__']) {
      const projects = JSON.parse(`{"${project}":"member"}`);
      const invited = await server.root.ask('POST', '/invitations', {
        email: 'a@example.org',
        projects,
      });
      expect([404, 400]).toContain(invited.status);
    }
  });
});

describe('accounts', () => {
  test('one is listed, promoted, signed out, and removed', async () => {
    const { visitor, email } = await createMember({ orbit: 'member' }, 'Promoted');
    const list = async () => (await server.root.ask('GET', '/accounts')).body.accounts;
    const { id, ...listed } = (await list()).find(
      (each: { email: string }) => each.email === email,
    );
    expect(listed).toEqual({
      ...{ email, name: 'Promoted', administrator: false, roles: { orbit: 'member' } },
      ...{ created_at: expect.stringMatching(/Z$/), confirmed: true },
    });
    expect(JSON.stringify(await list())).not.toContain('argon2');
    expect(
      (await server.root.ask('PATCH', `/accounts/${id}`, { administrator: true })).body,
    ).toMatchObject({
      administrator: true,
    });
    expect((await visitor.ask('GET', '/accounts')).status).toBe(200);
    expect((await server.root.ask('DELETE', `/accounts/${id}/sessions`)).status).toBe(204);
    expect(codeOf(await visitor.ask('GET', '/accounts'))).toEqual([401, 'sign_in_required']);
    expect((await server.root.ask('DELETE', `/accounts/${id}`)).status).toBe(204);
    expect((await createBrowser().ask('POST', '/session', { email, password })).status).toBe(401);
    expect(codeOf(await server.root.ask('DELETE', `/accounts/${id}`))).toEqual([
      404,
      'account_not_found',
    ]);
    expect((await list()).map((each: { email: string }) => each.email)).not.toContain(email);
  });

  test('the last administrator cannot be removed', async () => {
    const { id } = (await server.root.ask('GET', '/session')).body.account;
    expect(codeOf(await server.root.ask('DELETE', `/accounts/${id}`))).toEqual([
      409,
      'last_administrator',
    ]);
    const demoted = await server.root.ask('PATCH', `/accounts/${id}`, { administrator: false });
    expect(codeOf(demoted)).toEqual([409, 'last_administrator']);
  });

  test('a link sets a new password, ends all sessions, and works once', async () => {
    const { visitor, email } = await createMember({ orbit: 'member' });
    const { id } = (await visitor.ask('GET', '/session')).body.account;
    const replaced = tokenOf((await server.root.ask('POST', `/accounts/${id}/reset`)).body.link);
    const token = tokenOf((await server.root.ask('POST', `/accounts/${id}/reset`, {})).body.link);
    expect(codeOf(await createBrowser().ask('POST', '/links/read', { token: replaced }))).toEqual([
      404,
      'link_unknown',
    ]);
    const other = createBrowser();
    expect((await other.ask('POST', '/links/read', { token })).body).toMatchObject({
      kind: 'reset',
      email,
    });
    const response = { token, password: 'a password of today' };
    const results = await Promise.all([
      other.ask('POST', '/links/use', response),
      createBrowser().ask('POST', '/links/use', response),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect((await visitor.ask('GET', '/session')).body.account).toBeNull();
    await signIn(email, 'a password of today');
  });
});

describe('an account that an administrator of a project made with an invitation', () => {
  const mine = 'the password of a stranger';
  let victims = 0;
  /** An administrator of `orbit` invites an address, and uses the link. */
  async function impersonate() {
    victims += 1;
    const email = `victim-${victims}@example.org`;
    const { visitor: stranger } = await createMember({ orbit: 'administrator' });
    const invitation = { email, projects: { orbit: 'member' } };
    const { body } = await stranger.ask('POST', '/invitations', invitation);
    const visitor = createBrowser();
    const response = { token: tokenOf(body.link), name: 'Victim', password: mine };
    expect((await visitor.ask('POST', '/links/use', response)).status).toBe(200);
    const { id } = (await visitor.ask('GET', '/session')).body.account;
    return { email, id, stranger, visitor };
  }
  const secretOf = (email: string) => ({ email, projects: { secret: 'member' } });

  test('gets no role in another project or the server', async () => {
    const { email, id, visitor } = await impersonate();
    const { accounts } = (await server.root.ask('GET', '/accounts')).body;
    expect(accounts).toContainEqual(expect.objectContaining({ id, confirmed: false }));
    const invited = await server.root.ask('POST', '/invitations', secretOf(email));
    expect(invited.body.link).toMatch(/#/);
    const path = `/projects/secret/members/${id}`;
    for (const response of [
      await server.root.ask('PUT', path, { role: 'member' }),
      await server.root.ask('PATCH', `/accounts/${id}`, { administrator: true }),
    ]) {
      expect(codeOf(response)).toEqual([409, 'account_unconfirmed']);
    }
    // Its existing roles can be changed.
    const own = await server.root.ask('PUT', `/projects/orbit/members/${id}`, {
      role: 'administrator',
    });
    expect(own.status).toBe(200);
    expect((await visitor.ask('GET', '/session')).body.projects).toMatchObject([{ id: 'orbit' }]);
  });

  test('accepts an invitation only with its password', async () => {
    const { email, visitor } = await impersonate();
    const { body } = await server.root.ask('POST', '/invitations', secretOf(email));
    const token = tokenOf(body.link);
    const use = (more: object) => createBrowser().ask('POST', '/links/use', { token, ...more });
    expect(codeOf(await use({ name: 'Victim', password }))).toEqual([409, 'account_exists']);
    expect(codeOf(await use({ password }))).toEqual([401, 'sign_in_refused']);
    const used = await use({ password: mine });
    expect(used.body.projects).toMatchObject([{ id: 'orbit' }, { id: 'secret' }]);
    expect(codeOf(await use({ password: mine }))).toEqual([410, 'link_used']);
    expect((await visitor.ask('GET', '/overview?project=secret')).status).toBe(200);
    // Having both proves that it is the person the server administrator meant.
    const again = await server.root.ask('POST', '/invitations', {
      email,
      projects: { luna: 'member' },
    });
    expect(again.body.link).toBeNull();
    const audit = (await server.root.ask('GET', '/audit?project=secret&limit=1')).body;
    expect(audit.entries).toMatchObject([{ action: 'invitation.accept', actor: email }]);
  });

  test('is taken over by its person with a password link', async () => {
    const { email, id, visitor } = await impersonate();
    const { body } = await server.root.ask('POST', `/accounts/${id}/reset`);
    const response = { token: tokenOf(body.link), password };
    expect((await createBrowser().ask('POST', '/links/use', response)).status).toBe(200);
    expect((await visitor.ask('GET', '/session')).body.account).toBeNull();
    expect((await server.root.ask('POST', '/invitations', secretOf(email))).body.link).toBeNull();
    await signIn(email);
  });

  test('password guesses with a link count like those of sign-ins', async () => {
    const { email } = await impersonate();
    const { body } = await server.root.ask('POST', '/invitations', secretOf(email));
    const guesser = createBrowser();
    const responses = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const use = { token: tokenOf(body.link), password: `guess number ${guess}` };
      responses.push(await guesser.ask('POST', '/links/use', use));
    }
    expect(responses.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429]);
  });
});

test('an administrator of a project cannot find out who has an account', async () => {
  const { visitor } = await createMember({ orbit: 'administrator' });
  const { visitor: other, email: known } = await createMember({ secret: 'member' });
  const invite = async (email: string) => {
    const { status, body } = await visitor.ask('POST', '/invitations', {
      ...{ email, projects: { orbit: 'member' } },
    });
    const { link, id: _, created_at: _1, expires_at: _2, ...rest } = body;
    const token = tokenOf(link);
    const read = await createBrowser().ask('POST', '/links/read', { token });
    const guess = await createBrowser().ask('POST', '/links/use', {
      token,
      password: 'a mere guess',
    });
    const short = await createBrowser().ask('POST', '/links/use', {
      token,
      password: 'x',
      name: 'X',
    });
    return {
      said: [status, { ...rest, email: '' }, read.body.kind, codeOf(guess), codeOf(short)],
      token,
    };
  };
  const ofKnown = await invite(known);
  expect(ofKnown.said).toEqual((await invite('unknown@example.org')).said);
  // Nothing is given before the invitation is accepted.
  expect((await other.ask('GET', '/session')).body.projects).toMatchObject([{ id: 'secret' }]);
  const accepted = await other.ask('POST', '/links/use', { token: ofKnown.token, password });
  expect(accepted.body.projects).toMatchObject([{ id: 'orbit' }, { id: 'secret' }]);
  // Nor by the id of an account that does not see the project.
  const { visitor: hidden } = await createMember({ secret: 'member' });
  const { id } = (await hidden.ask('GET', '/session')).body.account;
  for (const account of [id, '0000000000000000']) {
    const set = await visitor.ask('PUT', `/projects/orbit/members/${account}`, { role: 'member' });
    expect(codeOf(set)).toEqual([404, 'account_not_found']);
  }
});

describe('requests of other sites', () => {
  test.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of a sandboxed page', { origin: 'null' }],
    ['of a sibling', { origin: undefined, 'sec-fetch-site': 'same-site' }],
    ['that does not say', { origin: undefined }],
  ])('a request %s changes nothing', async (_, headers) => {
    const { visitor } = await createMember({ orbit: 'administrator' });
    const changes = [
      ['PATCH', '/projects/orbit', { title: 'Theirs' }],
      ['DELETE', '/session', undefined],
      ['DELETE', '/sessions', undefined],
      ['POST', '/account/password', { current: password, password: 'theirs, and long' }],
    ] as const;
    for (const [method, path, body] of changes) {
      expect(codeOf(await visitor.ask(method, path, body, headers))).toEqual([
        403,
        'origin_not_allowed',
      ]);
    }
    expect((await visitor.ask('GET', '/session', undefined, headers)).body.account).not.toBeNull();
  });

  test('nor signs a person in', async () => {
    const response = await createBrowser().ask(
      'POST',
      '/session',
      { email: 'ada@example.org', password },
      {
        origin: 'https://evil.example',
      },
    );
    expect(codeOf(response)).toEqual([403, 'origin_not_allowed']);
  });

  test('a page of this host may, also if only Sec-Fetch-Site says so', async () => {
    const { visitor } = await createMember({ orbit: 'administrator' });
    const headers = { origin: undefined, 'sec-fetch-site': 'same-origin' };
    expect((await visitor.ask('PATCH', '/account', { name: 'Mine' }, headers)).status).toBe(200);
  });
});

test('over TLS, behind a proxy, the cookie is only for this host and TLS', async () => {
  const publicUrl = 'https://sonde.example.org';
  const secure = await createCollector({
    store: server.store,
    team: () => server.team,
    requireAccounts: true,
    publicUrl,
  });
  const visitor = createVisitor(secure);
  const own = { origin: publicUrl };
  const credentials = { email: 'ada@example.org', password };
  const wrong = await visitor.ask('POST', '/session', credentials);
  expect(codeOf(wrong)).toEqual([403, 'origin_not_allowed']);
  const { headers } = await visitor.ask('POST', '/session', credentials, own);
  expect(headers['set-cookie']).toMatch(
    /^__Host-sonde=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect(headers['strict-transport-security']).toBe('max-age=15552000');
  const cookie = visitor.cookies.get('__Host-sonde')!;
  // A cookie that was sent without TLS is not accepted.
  const other = createVisitor(secure);
  other.cookies.set('sonde', cookie);
  expect((await other.ask('GET', '/session')).body.account).toBeNull();
  const invited = await visitor.ask('POST', '/invitations', { email: 'tls@example.org' }, own);
  expect(invited.body.link).toMatch(/^https:\/\/sonde\.example\.org\/welcome#/);
  await secure.close();
});

test('no secret is in the audit log or the records', async () => {
  const { entries } = (await server.root.ask('GET', '/audit?limit=500')).body;
  expect(entries.length).toBeGreaterThan(30);
  const records = JSON.stringify(await server.store.team.readSince(0));
  const secrets = [password, 'another good password', ...server.root.cookies.values()];
  for (const secret of secrets) {
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect(records).not.toContain(secret);
  }
});

test('accounts, roles and sessions survive a restart', async () => {
  await server.team.uses.write();
  const again = await openTeam({
    store: server.store,
    requireAccounts: true,
    now: server.now,
  });
  const restarted = await createCollector({
    store: server.store,
    team: () => again,
    requireAccounts: true,
  });
  const visitor = createVisitor(restarted);
  for (const [name, value] of server.root.cookies) visitor.cookies.set(name, value);
  expect((await visitor.ask('GET', '/session')).body.account.email).toBe('ada@example.org');
  await restarted.close();
  await again.close();
});
