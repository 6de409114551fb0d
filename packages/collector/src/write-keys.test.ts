import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeyAuthentication, createOpenAuthentication, createWriteKey } from './write-keys.js';

const from = (headers: Record<string, string>, remoteAddress = '127.0.0.1') => ({
  headers,
  remoteAddress,
});

test('a key is new each time, and its hash is that of the key', () => {
  const { key, hash } = createWriteKey();
  expect(key).toMatch(/^sonde_wk_[\w-]{32}$/);
  expect(hash).toBe(`sha256:${createHash('sha256').update(key).digest('hex')}`);
  expect(createWriteKey().key).not.toBe(key);
});

test('a key says the project, in either header', () => {
  const [one, two] = [createWriteKey(), createWriteKey()];
  const authenticate = createKeyAuthentication([
    { hash: one.hash, project: 'one' },
    { hash: two.hash, project: 'two' },
  ]);
  expect(authenticate(from({ 'x-api-key': one.key }))).toBe('one');
  expect(authenticate(from({ authorization: `Bearer ${two.key}` }))).toBe('two');
  expect(authenticate(from({ authorization: `bearer  ${two.key}` }))).toBe('two');
  const wrong: Record<string, string>[] = [
    {},
    { 'x-api-key': '' },
    { 'x-api-key': one.hash },
    { 'x-api-key': `${one.key} ` },
    { authorization: one.key },
    { authorization: `Basic ${one.key}` },
  ];
  for (const headers of wrong) {
    expect(() => authenticate(from(headers))).toThrow(
      expect.objectContaining({ code: 'key_unknown' }),
    );
  }
});

test('without keys anyone on this machine may write, and nobody else', () => {
  const authenticate = createOpenAuthentication('default');
  for (const address of ['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1']) {
    expect(authenticate(from({}, address))).toBe('default');
  }
  for (const address of ['10.0.0.1', '::2', '::ffff:10.0.0.1', '127.0.0.1.example.com', '']) {
    expect(() => authenticate(from({}, address))).toThrow(
      expect.objectContaining({ code: 'key_unknown' }),
    );
  }
});
