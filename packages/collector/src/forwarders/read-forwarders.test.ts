import { writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { readConfigFile } from '../config-file.js';
import { createTestDirectory } from '../testing/collector-process.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());
writeFileSync(directory.path('key'), ' the-key\n');
writeFileSync(directory.path('empty'), '\n');
writeFileSync(directory.path('broken'), 'one\ntwo');

function write(text: string): string {
  writeFileSync(directory.path('sonde.yaml'), text);
  return directory.path('sonde.yaml');
}

test('a forwarder is read, with its key', async () => {
  const path = write(`projects:
  default: {}
  nightly: {}
forwarders:
  ours:
    type: posthog
    endpoint: https://eu.i.posthog.com
    key_file: key
    projects: [default]
    filter:
      events: { exclude: [Noted] }
      where: { env: prod, is_ci: [true, false] }
    rename:
      properties: { sequence: event_index }
    properties: { include: [env] }
    sample: 0.5
    batch: { events: 100, interval_seconds: 2 }
    deletion_key_file: key
    posthog_project: 7
  hook:
    type: webhook
    endpoint: http://127.0.0.1:9/
    key_file: key
`);
  const { forwarders } = await readConfigFile(path);
  expect(forwarders).toEqual([
    {
      id: 'ours',
      type: 'posthog',
      projects: ['default'],
      endpoint: 'https://eu.i.posthog.com',
      key: 'the-key',
      format: 'json',
      selection: {
        events: { include: undefined, exclude: new Set(['Noted']) },
        where: new Map<string, Set<unknown>>([
          ['env', new Set(['prod'])],
          ['is_ci', new Set([true, false])],
        ]),
        eventNames: new Map(),
        propertyNames: new Map([['sequence', 'event_index']]),
        properties: { include: new Set(['env']), exclude: new Set() },
        sample: 0.5,
      },
      batch: { events: 100, bytes: undefined, intervalMs: 2_000 },
      deletion: { key: 'the-key', endpoint: '', posthogProject: 7 },
    },
    expect.objectContaining({ id: 'hook', projects: ['default', 'nightly'] }),
  ]);
});

const lines = (...more: string[]) =>
  ['forwarders:', '  a:', '    type: segment', '    key_file: key', ...more].join('\n');

test.each<[string, string, RegExp]>([
  [
    'an unknown type',
    'forwarders:\n  a: { type: x, key_file: key }',
    /:2:8: .*type must be segment, amplitude/,
  ],
  ['no key', 'forwarders:\n  a: { type: segment }', /:2:3: forwarders\.a needs key_file/],
  ['a key in the file', lines('    key: abc'), /:5:5: forwarders\.a\.key is unknown/],
  [
    'a missing key file',
    'forwarders:\n  a:\n    type: segment\n    key_file: none',
    /:4:5: forwarders\.a: key_file: ENOENT/,
  ],
  [
    'an empty key file',
    'forwarders:\n  a:\n    type: segment\n    key_file: empty',
    /:4:5: .*the file is empty/,
  ],
  [
    'a key of two lines',
    'forwarders:\n  a:\n    type: segment\n    key_file: broken',
    /:4:5: .*one line of ASCII/,
  ],
  [
    'a webhook without an address',
    'forwarders:\n  a: { type: webhook, key_file: key }',
    /:2:3: .*needs endpoint/,
  ],
  [
    'an address of another kind',
    lines('    endpoint: ftp://x'),
    /:5:5: .*endpoint must be an address/,
  ],
  [
    'an address with a password',
    lines('    endpoint: http://me:hidden@x.example'),
    /:5:5: (?!.*hidden).*endpoint must not have a user or a password/,
  ],
  [
    'an address for deletions with a user',
    lines('    deletion_endpoint: http://me@x.example'),
    /:5:5: .*deletion_endpoint must not have a user/,
  ],
  [
    'a project that is not declared',
    `projects: { b: {} }\n${lines('    projects: [c]')}`,
    /:6:16: .*c is not declared/,
  ],
  ['a project twice', lines('    projects: [b, b]'), /:5:19: .*b occurs twice/],
  ['a format of events', lines('    format: json'), /:5:5: .*format is only for webhook/],
  ['a share above one', lines('    sample: 2'), /:5:5: .*sample must be the share/],
  [
    'a filter that is an expression',
    lines("    filter: env == 'prod'"),
    /:5:5: .*filter must be a mapping/,
  ],
  [
    'a condition that is no value',
    lines('    filter:', '      where:', '        env: {}'),
    /:7:9: .*env must be a text/,
  ],
  [
    'deletions at PostHog without its project',
    'forwarders:\n  a:\n    type: posthog\n    key_file: key\n    deletion_key_file: key',
    /:5:5: .*needs posthog_project/,
  ],
])('%s', async (_, text, message) => {
  await expect(readConfigFile(write(text))).rejects.toThrow(message);
});
