import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { initProject, readProject } from '../project.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sonde-project-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (text: string) => writeFileSync(join(directory, '.orbit.yaml'), text);
const read = () => readFileSync(join(directory, '.orbit.yaml'), 'utf8');

test('a new project gets an id, and keeps it', () => {
  const first = initProject({ tool: 'orbit', directory });
  expect(first).toMatchObject({ created: true, path: join(directory, '.orbit.yaml') });
  expect(initProject({ tool: 'orbit', directory })).toEqual({ ...first, created: false });
  const below = join(directory, 'a', 'b');
  mkdirSync(below, { recursive: true });
  expect(readProject({ tool: 'orbit', directory: below })?.projectId).toBe(first.projectId);
});

test.each([
  ['# mine\nother:\n  - a # b\n', '# mine\nother:\n  - a # b\nprojectId: ID\n'],
  ['other: 1', 'other: 1\nprojectId: ID\n'],
  ['a: 1\r\n', 'a: 1\r\nprojectId: ID\r\n'],
  ['projectId:\nb: 2\n', 'projectId: ID\nb: 2\n'],
  ['', 'projectId: ID\n'],
  ['projectId:\r\nb: 2\r\n', 'projectId: ID\r\nb: 2\r\n'],
  ['"projectId": ~ # to come\n', 'projectId: ID # to come\n'],
  ['\uFEFFa: 1\n', '\uFEFFa: 1\nprojectId: ID\n'],
  ['---\na:\n- 1\n', '---\na:\n- 1\nprojectId: ID\n'],
])('%j keeps the rest of the file', (before, after) => {
  write(before);
  const { projectId } = initProject({ tool: 'orbit', directory });
  expect(read()).toBe(after.replace('ID', projectId));
});

test.each([
  'projectId: acme-prod # of our deployment\n',
  '"projectId": 17\n',
  '# ours\n---\n{ name: shop }\n',
  'name: shop\n...\n',
])('%j is left as it is', (text) => {
  write(text);
  expect(() => initProject({ tool: 'orbit', directory })).toThrow(directory);
  expect(read()).toBe(text);
});

test('a byte order mark hides nothing', () => {
  const projectId = '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90';
  write(`\uFEFFprojectId: ${projectId}\r\n`);
  expect(initProject({ tool: 'orbit', directory })).toMatchObject({ projectId, created: false });
});

test('what is no file is not read: it might never end', () => {
  symlinkSync('/dev/zero', join(directory, '.orbit.yaml'));
  expect(() => initProject({ tool: 'orbit', directory })).toThrow(/is not a file\.$/);
});

test('reads top-level scalars only', () => {
  write(
    [
      'nested:',
      '  telemetryDisabled: true',
      'telemetryEndpoint: "https://example.com/x#y" # note',
      "telemetryKeepFlushed: 'true'",
      'projectId: 0B3C9A52-6F0E-4A57-9A35-6D3F1F7F2B90   # the id',
      '',
    ].join('\n'),
  );
  expect(readProject({ tool: 'orbit', directory })).toMatchObject({
    projectId: '0b3c9a52-6f0e-4a57-9a35-6d3f1f7f2b90',
    telemetryEndpoint: 'https://example.com/x#y',
    telemetryKeepFlushed: true,
    telemetryDisabled: false,
  });
  write('telemetryDisabled: true # for now\n');
  expect(readProject({ tool: 'orbit', directory })?.telemetryDisabled).toBe(true);
  expect(readProject({ tool: 'no-such-tool', directory })).toBeUndefined();
});
