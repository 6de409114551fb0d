import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printable } from '@sonde/analytics/format';
import { afterAll, describe, expect, test } from 'vitest';
import { readCollector, readParameters, readTime } from './query-options.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-queries-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const now = Date.parse('2026-03-02T12:00:00.000Z');

test.each([
  ['90m', '2026-03-02T10:30:00.000Z'],
  ['24h', '2026-03-01T12:00:00.000Z'],
  ['7d', '2026-02-23T12:00:00.000Z'],
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
])('%s is a time', (text, expected) => {
  expect(readTime('from', text, now)).toBe(expected);
});

test.each([
  ['--from', { from: 'yesterday-ish' }],
  ['--from', { from: '7' }],
  ['--filter', { filter: ['version'] }],
  ['--project', { filter: ['project=a'] }],
])('an invalid %s is refused', (name, options) => {
  expect(() => readParameters({ collector: '', ...options }, now)).toThrow(name);
});

describe('the collector', () => {
  const keyFile = join(directory, 'key');
  writeFileSync(keyFile, 'secret\n');

  test.each(['not an address', 'ftp://example.com', 'http://user:word@127.0.0.1:7377'])(
    'is not %s',
    (collector) => {
      expect(() => readCollector({ collector })).toThrow('--collector');
    },
  );

  test.each(['', '   \n', 'two words', 'a\nb', 'schlüssel'])(
    'is not sent a file that holds %j',
    (text) => {
      const path = join(directory, 'no-key');
      writeFileSync(path, text);
      expect(() => readCollector({ collector: 'http://127.0.0.1:1', keyFile: path })).toThrow(
        '--key-file contains no key',
      );
    },
  );

  test('gets a key only over loopback and https', () => {
    for (const collector of ['http://127.0.0.1:1', 'http://[::1]:1', 'https://example.com']) {
      expect(readCollector({ collector, keyFile }).key).toBe('secret');
    }
    expect(() => readCollector({ collector: 'http://example.com', keyFile })).toThrow('https');
    expect(() => readCollector({ collector: 'http://127.0.0.1.example.com', keyFile })).toThrow(
      'https',
    );
  });
});

test('data of others cannot control the terminal', () => {
  expect(printable('a\u001b[31mb\u0007\u202ec')).toBe('a\ufffd[31mb\ufffd\ufffdc');
});
