// Real processes of a hand-made tool, inside a project whose marker is not as it should be.
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestHome, runNode, type TestHome } from '../fixtures/run-tool.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));
const name = '.fix-ture.yaml';

let home: TestHome;
let project: string;

beforeEach(() => {
  home = createTestHome('http://127.0.0.1:9');
  project = join(home.path, 'project');
  mkdirSync(project);
});
afterEach(() => home.remove());

const path = () => join(project, name);
const run = (argv: readonly string[] = []) =>
  runNode([tool, ...argv], home.environment, { cwd: project });

test('a line of blanks does not hold up a run', async () => {
  writeFileSync(path(), `projectId: a${' '.repeat(60_000)}b\n`);
  expect(await run()).toMatchObject({ code: 0, stdout: '', stderr: '' });
  expect(home.files().filter((file) => file.endsWith('.ready.jsonl'))).toHaveLength(1);
  expect(await run(['telemetry', 'status'])).toMatchObject({ code: 0 });
});

test.each([
  ['is larger than 64 kB', `# ${'x'.repeat(65_536)}\n`],
  ['is not text in UTF-8', Buffer.from('\uFEFFtelemetryDisabled: true\n', 'utf16le')],
])('telemetry is off where the marker %s', async (problem, text) => {
  writeFileSync(path(), text);
  await run();
  expect(home.files()).toEqual([]);
  const { stdout } = await run(['telemetry', 'status']);
  expect(stdout).toContain('Telemetry is off.');
  expect(stdout).toContain(`${path()}, the project's marker, which ${problem}`);
  expect(readFileSync(path())).toEqual(Buffer.from(text));
});

test('a run gives an id to a marker without one, and leaves nothing beside it', async () => {
  writeFileSync(path(), '# ours\nname: shop\n');
  await run();
  expect(readFileSync(path(), 'utf8')).toMatch(/^# ours\nname: shop\nprojectId: [0-9a-f-]{36}\n$/);
  expect(readdirSync(project)).toEqual([name]);
});

test('a run leaves a marker alone that it may not write to', async () => {
  writeFileSync(path(), 'name: shop\n', { mode: 0o444 });
  chmodSync(path(), 0o444);
  await run();
  expect(home.files().filter((file) => file.endsWith('.ready.jsonl'))).toHaveLength(1);
  expect(readFileSync(path(), 'utf8')).toBe('name: shop\n');
  expect(readdirSync(project)).toEqual([name]);
});

/** Another user may add files to such a directory, and not replace what is there. */
test.skipIf(process.getuid?.() !== 0)(
  'a run of another user leaves nothing in a directory for all',
  async () => {
    const nobody = 65_534;
    chmodSync(home.path, 0o777);
    chmodSync(project, 0o1777);
    writeFileSync(path(), 'name: shop\n');
    chownSync(path(), 0, 0);
    const end = await runNode([tool], home.environment, { cwd: project, uid: nobody });
    expect(end).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(home.files().filter((file) => file.endsWith('.ready.jsonl'))).toHaveLength(1);
    expect(readFileSync(path(), 'utf8')).toBe('name: shop\n');
    expect(readdirSync(project)).toEqual([name]);
  },
);
