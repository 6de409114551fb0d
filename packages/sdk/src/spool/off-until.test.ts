import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drain, runTool, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

const recordOne = () => runTool(home, ['app', 'run', 'return']);
const waiting = () => home.files().filter((name) => name.endsWith('.jsonl'));

function writeSetting(fields: object, directory = '.config'): void {
  mkdirSync(join(home.path, directory, 'fix-ture'), { recursive: true });
  writeFileSync(
    join(home.path, directory, 'fix-ture', 'telemetry.json'),
    JSON.stringify({ telemetry: 'on', consent_version: 1, ...fields }),
  );
}
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

test('events from before the time are deleted, later ones are sent', async () => {
  await recordOne();
  writeSetting({ off_until: new Date().toISOString() });
  await recordOne();
  expect(waiting()).toHaveLength(2);
  expect(await drain(home)).toMatchObject({ sent: 5, waiting: 0 });
  expect(server.unique().size).toBe(5);
  expect(waiting()).toEqual([]);
});

test('the time is also found where only the user has XDG_CONFIG_HOME', async () => {
  await recordOne();
  writeSetting({ off_until: new Date().toISOString() }, 'own');
  home.environment.XDG_CONFIG_HOME = join(home.path, 'own');
  expect(await drain(home)).toMatchObject({ sent: 0, waiting: 0 });
  expect(waiting()).toEqual([]);
});

test.each([
  ['of a clock that was ahead', { off_until: inHours(1) }],
  ['that is none', { off_until: 'yesterday' }],
  ['of the agreement alone', { changed_at: inHours(0) }],
])('a time %s deletes nothing', async (_, fields) => {
  await recordOne();
  writeSetting(fields);
  expect(await drain(home)).toMatchObject({ sent: 5, waiting: 0 });
});
