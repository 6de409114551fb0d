import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { createTestDirectory, runProcess, startProcess } from '../testing/collector-process.js';

const directory = createTestDirectory();
afterAll(() => directory.remove());

/** The state of each check, and what was said. */
async function consult(...args: string[]) {
  const { code, stdout, stderr } = await runProcess(['doctor', '--port', '0', ...args]);
  const lines = stdout.matchAll(/^(ok|warn|fail) +(\S+(?: \S+)*?) {2,}(.*)$/gm);
  const states = Object.fromEntries([...lines].map(([, state, name]) => [name, state]));
  return { code, states, stdout, stderr };
}

test('it looks at a collector that runs, and then at its data', { timeout: 60_000 }, async () => {
  const data = directory.path('data');
  const collector = await startProcess(['--data-dir', data]);
  const running = await consult('--data-dir', data);
  expect(running).toMatchObject({
    code: 0,
    stderr: '',
    states: { version: 'ok', store: 'ok', keys: 'ok', growth: 'ok', 'data directory': 'ok' },
  });
  expect(running.stdout).toContain(`runs as process ${collector.child.pid}`);
  await collector.stop();
  chmodSync(data, 0o755);
  const stopped = await consult('--data-dir', data);
  expect(stopped).toMatchObject({ code: 0, states: { store: 'ok', 'data directory': 'warn' } });
  expect(stopped.stdout).toContain(`Run: chmod 700 ${data}`);
});

test('what keeps it from running fails, with what to do', { timeout: 60_000 }, async () => {
  const data = directory.path('unfinished');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(`${data}/sonde-restoring`, '');
  const config = directory.path('sonde.yaml');
  writeFileSync(config, 'projects: 5\n');
  const found = await consult('--data-dir', data, '--config', config, '--disk-floor', '900000GB');
  expect(found).toMatchObject({
    code: 1,
    states: { store: 'fail', configuration: 'fail', disk: 'fail' },
  });
  expect(found.stdout).toContain('restore_unfinished');
  expect((await runProcess(['doctor', '--port', 'x'])).code).toBe(2);
});
