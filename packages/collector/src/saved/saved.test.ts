import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Write } from '../team/directory.js';
import { codeOf, createAccountsServer } from '../testing/accounts-server.js';
import { expectMade } from '../testing/closed-server.js';
import type { Visitor } from '../testing/visitor.js';

const server = createAccountsServer();
/** Two members of the project `tools`, and an administrator of it. */
let mia: Visitor;
let noah: Visitor;
let zoe: Visitor;
let outsider: Visitor;

beforeAll(async () => {
  await server.open();
  await server.createRoot();
  for (const id of ['tools', 'other']) {
    await expectMade(server.root.ask('POST', '/projects', { id }));
  }
  const join = async (projects: object, name: string) =>
    (await server.createMember(projects, name)).visitor;
  mia = await join({ tools: 'member' }, 'Mia');
  noah = await join({ tools: 'member' }, 'Noah');
  zoe = await join({ tools: 'administrator' }, 'Zoe');
  outsider = await join({ other: 'member' }, 'Olga');
});
afterAll(() => server.close());

const views = '/projects/tools/views';
const home = '/projects/tools/home';
const annotations = '/projects/tools/annotations';

const save = (visitor: Visitor, more: object = {}) =>
  expectMade(
    visitor.ask('POST', views, { name: 'Failing', address: '/errors', is_shared: false, ...more }),
  );

async function readKey(): Promise<object> {
  const { key } = await expectMade(
    server.root.ask('POST', '/projects/tools/keys', { name: 'reader', kind: 'read' }),
  );
  return { 'x-api-key': key };
}

const list = async (visitor: Visitor): Promise<{ views: { id: string }[]; home: string[] }> =>
  (await visitor.ask('GET', views)).body;
const sees = async (visitor: Visitor, id: string) =>
  (await list(visitor)).views.some((view) => view.id === id);

describe('a view', () => {
  test('is saved without its project, and is on the home page of its author only', async () => {
    const address = '/flows/create?project=tools&range=7d&version=1.0&version=2%200';
    const view = await save(mia, { name: '  Creating ', address, is_shared: true });
    expect(view).toMatchObject({
      ...{ name: 'Creating', address: '/flows/create?range=7d&version=1.0&version=2+0' },
      ...{ is_shared: true, may_change: true },
    });
    expect((await list(mia)).home).toContain(view.id);
    const { views: seen, home: ofNoah } = await list(noah);
    expect(seen).toContainEqual({ ...view, may_change: false });
    expect(ofNoah).toEqual([]);
    expect((await list(zoe)).views).toContainEqual({ ...view, may_change: true });
  });

  test('is private until it is shared', async () => {
    const { id } = await save(mia);
    expect(await sees(noah, id)).toBe(false);
    expect(codeOf(await noah.ask('DELETE', `${views}/${id}`))).toEqual([404, 'view_not_found']);
    expect(codeOf(await noah.ask('PUT', home, { views: [id] }))).toEqual([404, 'view_not_found']);
    await expectMade(mia.ask('PATCH', `${views}/${id}`, { is_shared: true }));
    expect(await sees(noah, id)).toBe(true);
    expect((await noah.ask('PUT', home, { views: [id] })).status).toBe(204);
    await expectMade(mia.ask('PATCH', `${views}/${id}`, { is_shared: false, name: 'Mine' }));
    expect(await list(noah)).toMatchObject({ home: [] });
  });

  test('is changed and removed by its author and by administrators', async () => {
    const { id } = await save(mia, { is_shared: true });
    for (const change of [
      noah.ask('PATCH', `${views}/${id}`, { name: 'Taken' }),
      noah.ask('DELETE', `${views}/${id}`),
    ]) {
      expect(codeOf(await change)).toEqual([403, 'role_insufficient']);
    }
    await expectMade(zoe.ask('PATCH', `${views}/${id}`, { name: 'Better name' }));
    expect((await mia.ask('DELETE', `${views}/${id}`)).status).toBe(204);
    expect(codeOf(await mia.ask('DELETE', `${views}/${id}`))).toEqual([404, 'view_not_found']);
    expect((await list(mia)).home).not.toContain(id);
  });

  test.each([
    'https://example.org/',
    '//example.org/',
    '/\\example.org',
    'javascript:alert(1)',
    'flows',
    '',
    '/flows#top',
  ])('is refused with the address %s', async (address) => {
    const answer = await mia.ask('POST', views, { name: 'x', address, is_shared: false });
    expect(codeOf(answer)).toEqual([400, 'parameter_invalid']);
  });

  test('is refused without a name, or with unknown fields', async () => {
    const whole = { name: 'x', address: '/', is_shared: false };
    expect(codeOf(await mia.ask('POST', views, { ...whole, name: ' ' }))).toEqual([
      400,
      'name_invalid',
    ]);
    for (const body of [{ ...whole, owner: 'noah' }, { name: 'x' }, []]) {
      expect((await mia.ask('POST', views, body)).status).toBe(400);
    }
  });

  test('goes with the account of its author if it is not shared', async () => {
    const { visitor, email } = await server.createMember({ tools: 'member' }, 'Ida');
    const own = await save(visitor);
    const shared = await save(visitor, { is_shared: true });
    const { accounts } = (await server.root.ask('GET', '/accounts')).body;
    const { id } = accounts.find((one: { email: string }) => one.email === email);
    expect((await server.root.ask('DELETE', `/accounts/${id}`)).status).toBe(204);
    expect(server.team.directory.views.get(own.id)).toBeUndefined();
    expect(await sees(mia, shared.id)).toBe(true);
  });
});

test('the views of one person do not take the room of others', async () => {
  const { visitor } = await server.createMember({ other: 'member' }, 'Eve');
  const path = '/projects/other/views';
  const body = { name: 'one of many', address: '/', is_shared: true };
  const made = await expectMade(visitor.ask('POST', path, body));
  const view = server.team.directory.views.get(made.id);
  if (view === undefined) throw new Error('The view is not stored.');
  // A request for each would take a minute.
  const more = Array.from({ length: 198 }, (): Write => {
    return { kind: 'view', body: { ...view, id: randomUUID() } };
  });
  await server.team.directory.commit(more);
  await expectMade(visitor.ask('POST', path, body));
  expect(codeOf(await visitor.ask('POST', path, body))).toEqual([409, 'limit_reached']);
  await expectMade(outsider.ask('POST', path, body));
});

test('a home page has the chosen views in their order', async () => {
  const [one, two] = [await save(noah, { name: 'one' }), await save(noah, { name: 'two' })];
  expect((await list(noah)).home).toEqual([one.id, two.id]);
  expect((await noah.ask('PUT', home, { views: [two.id, one.id, two.id] })).status).toBe(204);
  expect((await list(noah)).home).toEqual([two.id, one.id]);
});

describe('an annotation', () => {
  const at = '2026-11-20T10:00:00.000Z';

  test('is seen by all members, in the order of its time', async () => {
    await expectMade(mia.ask('POST', annotations, { at, text: 'The price changed' }));
    const earlier = { at: '2026-11-19T23:00:00+01:00', text: 'An incident' };
    await expectMade(zoe.ask('POST', annotations, earlier));
    expect((await noah.ask('GET', annotations)).body.annotations).toMatchObject([
      { at: '2026-11-19T22:00:00.000Z', text: 'An incident', may_change: false },
      { at, text: 'The price changed', may_change: false },
    ]);
    expect((await mia.ask('GET', annotations)).body.annotations).toMatchObject([
      { may_change: false },
      { may_change: true },
    ]);
  });

  test('is removed by its author and by administrators', async () => {
    const { id } = await expectMade(mia.ask('POST', annotations, { at, text: 'wrong' }));
    const path = `${annotations}/${id}`;
    expect(codeOf(await noah.ask('DELETE', path))).toEqual([403, 'role_insufficient']);
    expect((await zoe.ask('DELETE', path)).status).toBe(204);
    expect(codeOf(await mia.ask('DELETE', path))).toEqual([404, 'annotation_not_found']);
  });

  test('is changed by its author and by administrators', async () => {
    const made = await expectMade(mia.ask('POST', annotations, { at, text: 'wrong' }));
    const path = `${annotations}/${made.id}`;
    expect(codeOf(await noah.ask('PATCH', path, { text: 'x' }))).toEqual([
      403,
      'role_insufficient',
    ]);
    const other = '2026-11-18T07:30:00.000Z';
    expect((await mia.ask('PATCH', path, { at: other })).body).toEqual({ ...made, at: other });
    const right = { ...made, at: other, text: 'right', may_change: true };
    expect((await zoe.ask('PATCH', path, { text: ' right ' })).body).toEqual(right);
    expect((await mia.ask('GET', annotations)).body.annotations).toContainEqual(right);
    expect(codeOf(await mia.ask('PATCH', path, {}))).toEqual([400, 'parameter_invalid']);
    expect(codeOf(await mia.ask('PATCH', path, { text: '' }))).toEqual([400, 'name_invalid']);
    const early = await mia.ask('PATCH', path, { at: '1999-12-31T23:59:59Z' });
    expect(codeOf(early)).toEqual([400, 'parameter_invalid']);
    await mia.ask('DELETE', path);
    expect(codeOf(await mia.ask('PATCH', path, { text: 'x' }))).toEqual([
      ...[404, 'annotation_not_found'],
    ]);
  });

  test('needs a text and a time', async () => {
    expect(codeOf(await mia.ask('POST', annotations, { at, text: '' }))).toEqual([
      400,
      'name_invalid',
    ]);
    // A leap second is a time of the format, but of no clock.
    for (const wrong of [
      ...['yesterday', '2026-02-30T00:00:00Z', '', '2016-12-31T23:59:60Z'],
      ...['0001-01-01T00:00:00Z', '1999-12-31T23:59:59Z', '2100-01-01T00:00:00Z'],
    ]) {
      const answer = await mia.ask('POST', annotations, { at: wrong, text: 'x' });
      expect(codeOf(answer), wrong).toEqual([400, 'parameter_invalid']);
    }
  });
});

test('people outside the project see and change nothing, and keys only read', async () => {
  const { id } = await save(mia, { is_shared: true });
  for (const asked of [
    outsider.ask('GET', views),
    outsider.ask('GET', annotations),
    outsider.ask('DELETE', `${views}/${id}`),
    outsider.ask('PUT', home, { views: [] }),
  ]) {
    expect(codeOf(await asked)).toEqual([404, 'project_not_found']);
  }
  expect(codeOf(await outsider.ask('DELETE', `/projects/other/views/${id}`))).toEqual([
    404,
    'view_not_found',
  ]);
  const key = await readKey();
  const visitor = server.createBrowser();
  const seen = (await visitor.ask('GET', views, undefined, key)).body;
  expect(seen.views).toContainEqual(expect.objectContaining({ id, may_change: false }));
  for (const asked of [
    visitor.ask('POST', views, { name: 'x', address: '/', is_shared: true }, key),
    visitor.ask('DELETE', `${views}/${id}`, undefined, key),
    visitor.ask('PUT', home, { views: [] }, key),
  ]) {
    expect(codeOf(await asked)).toEqual([403, 'role_insufficient']);
  }
});

test('changes are in the audit log', async () => {
  const { entries } = (await server.root.ask('GET', '/audit?project=tools&limit=200')).body;
  const actions = new Set(entries.map(({ action }: { action: string }) => action));
  for (const action of [
    ...['view.create', 'view.change', 'view.remove'],
    ...['annotation.create', 'annotation.change', 'annotation.remove'],
  ]) {
    expect(actions).toContain(action);
  }
});
