import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CollectorProcess,
  createCollectorProcess,
  exportEvents,
} from './collector-process.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(join(root, 'docs', 'quick-start.md'), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, code = '']) => code,
  );
// The one that the SDK is tested with; at the root there is another.
const commander = createRequire(join(root, 'packages', 'sdk', 'package.json')).resolve('commander');
const [before = '', catalog = '', after = ''] = blocks('js');

const directory = mkdtempSync(join(tmpdir(), 'sonde-quick-start-'));
const home = join(directory, 'home');
const program = join(directory, 'greet');
const environment = {
  PATH: process.env.PATH,
  HOME: home,
  XDG_STATE_HOME: join(home, 'state'),
  XDG_CONFIG_HOME: join(home, 'config'),
};
let collector: CollectorProcess;

beforeAll(async () => {
  const dataDirectory = join(directory, 'data');
  for (const path of [home, program, dataDirectory]) mkdirSync(path);
  collector = await createCollectorProcess({ dataDirectory });
  await collector.start();
});
afterAll(async () => {
  await collector.stop();
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

const npm = (cwd: string, ...argv: string[]) =>
  execFileSync('npm', ['--loglevel=error', '--offline', ...argv], {
    cwd,
    env: { ...environment, npm_config_update_notifier: 'false' },
    encoding: 'utf8',
  });

test('at most 15 lines are added to the program', () => {
  const existing = before.split('\n');
  const added = after.split('\n').filter((line) => {
    const at = existing.indexOf(line);
    if (at >= 0) existing.splice(at, 1);
    return at < 0;
  });
  expect(existing).toEqual([]);
  expect(added.length).toBeLessThanOrEqual(15);
  expect(text).toContain('Add ten lines');
  expect(added).toHaveLength(10);
});

test('following the page brings the first events', async () => {
  writeFileSync(join(program, 'package.json'), JSON.stringify({ name: 'greet', type: 'module' }));
  npm(program, 'install', dirname(commander));
  writeFileSync(join(program, 'greet.js'), before);
  const shell = (script: string) =>
    execFileSync('sh', ['-ec', script], {
      cwd: program,
      // The page's collector has another port.
      env: { ...environment, GREET_TELEMETRY_ENDPOINT: collector.url },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  expect(shell('node greet.js hello Ada')).toBe('Hello, Ada!\n');

  const [packed = ''] = npm(root, 'pack', '-w', 'sonde', '--pack-destination', directory)
    .trim()
    .split('\n')
    .slice(-1);
  expect(blocks('sh').join('')).toContain(packed);
  npm(program, 'install', join(directory, packed));
  writeFileSync(join(program, 'catalog.js'), catalog);
  writeFileSync(join(program, 'greet.js'), after);

  const output = shell(blocks('sh').at(-1) ?? '');
  expect(output).toContain('HELLO, ADA!\n');
  expect(output).toContain('Telemetry is on');
  await expect.poll(async () => (await exportEvents(collector.url)).length).toBe(3);
  const events = await exportEvents(collector.url);
  expect(events.map(({ event }) => event).sort()).toEqual([
    'Command Completed',
    'Command Invoked',
    'Greeted',
  ]);
  expect(JSON.stringify(events)).not.toContain('Ada');
});
