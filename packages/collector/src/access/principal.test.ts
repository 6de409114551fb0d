import type { IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';
import type { TeamRecord } from '@sonde/store';
import { expect, test } from 'vitest';
import { generateKey } from '../team/keys.js';
import { type Declared, openTeam } from '../team/open-team.js';
import type { KeyRecord } from '../team/records.js';
import { identifyWriter } from './principal.js';

/** A team with read-only records. */
async function createTeam(declared?: Declared, keys: readonly KeyRecord[] = []) {
  const records = keys.map(
    (key): TeamRecord => ({
      ...{ kind: 'key', id: key.id, revision: 1, written_at: 0 },
      body: { ...key },
    }),
  );
  const unused = () => Promise.reject(new Error('unused'));
  const team = { readSince: async () => records, append: unused, readAudit: unused };
  return openTeam({ store: { team }, declared });
}

const from = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return error instanceof SondeError ? error.code : String(error);
  }
};

test('a key identifies the project, in either header', async () => {
  const [one, two] = [generateKey('write'), generateKey('write')];
  const team = await createTeam({
    projects: ['one', 'two'].map((id) => ({ id, title: id, retentionMonths: null })),
    keys: [
      { hash: one.hash, project: 'one', kind: 'write', name: null },
      { hash: two.hash, project: 'two', kind: 'write', name: null },
    ],
  });
  const inProject = (project: string) => ({ kind: 'key', key: { project, kind: 'write' } });
  expect(identifyWriter(team, from({ 'x-api-key': one.key }))).toMatchObject(inProject('one'));
  for (const authorization of [`Bearer ${two.key}`, `bearer  ${two.key}`]) {
    expect(identifyWriter(team, from({ authorization }))).toMatchObject(inProject('two'));
  }
  const wrong: Record<string, string>[] = [
    {},
    { 'x-api-key': '' },
    { 'x-api-key': one.hash },
    { 'x-api-key': `${one.key} ` },
    { authorization: one.key },
    { authorization: `Basic ${one.key}` },
  ];
  for (const headers of wrong) {
    expect(codeOf(() => identifyWriter(team, from(headers)))).toBe('key_unknown');
  }
});

test('without declared keys only clients on this machine may write', async () => {
  const team = await createTeam();
  for (const address of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1']) {
    expect(identifyWriter(team, from({ 'x-api-key': 'any' }, address))).toEqual({ kind: 'open' });
  }
  for (const address of ['10.0.0.1', '::2', '::ffff:10.0.0.1', '127.0.0.1.example.com', '']) {
    expect(codeOf(() => identifyWriter(team, from({}, address)))).toBe('key_unknown');
  }
});

test('a revoked key is refused even if no key is required', async () => {
  const { key, hash } = generateKey('write');
  const record: KeyRecord = {
    ...{ id: 'k', hash, project: 'one', name: 'CI', kind: 'write' },
    ...{ created_at: 1, created_by: 'someone', revoked_at: null },
  };
  const good = await createTeam(undefined, [record]);
  expect(identifyWriter(good, from({ 'x-api-key': key }))).toMatchObject({
    key: { project: 'one' },
  });
  const revoked = await createTeam(undefined, [{ ...record, revoked_at: 2 }]);
  expect(codeOf(() => identifyWriter(revoked, from({ 'x-api-key': key })))).toBe('key_revoked');
});
