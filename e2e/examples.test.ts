import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const examples = ['cac', 'citty', 'clipanion', 'oclif', 'plain', 'yargs'];
const directory = mkdtempSync(join(tmpdir(), 'sonde-examples-'));
afterAll(() => rmSync(directory, { recursive: true, force: true, maxRetries: 10 }));

/** Installs an example like a user: with its declared dependencies, outside the workspace. */
function install(name: string): void {
  const source = join(root, 'examples', name);
  const target = join(directory, name);
  cpSync(source, target, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  const { dependencies } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) {
    const found = (createRequire(join(source, 'main.js')).resolve.paths(dependency) ?? [])
      .map((folder) => join(folder, dependency))
      .find((folder) => existsSync(join(folder, 'package.json')));
    if (found === undefined) throw new Error(`${dependency} is not installed`);
    const copy = join(target, 'node_modules', dependency);
    mkdirSync(dirname(copy), { recursive: true });
    if (dependency === 'sonde') {
      for (const file of ['dist', 'package.json']) {
        cpSync(join(found, file), join(copy, file), { recursive: true });
      }
    } else {
      symlinkSync(found, copy);
    }
  }
}

let runs = 0;

function run(name: string, ...argv: string[]) {
  runs += 1;
  const home = join(directory, `home-${runs}`);
  mkdirSync(home);
  const end = spawnSync(process.execPath, [join(directory, name, 'main.js'), ...argv], {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, XDG_STATE_HOME: join(home, 'state') },
    encoding: 'utf8',
  });
  const made = readdirSync(home, { recursive: true, encoding: 'utf8' });
  const events = made
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(home, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event !== undefined)
    .map(({ event, properties }) => ({ event, ...properties }));
  return { code: end.status, stdout: end.stdout, stderr: end.stderr, made, events };
}

describe.each(examples)('examples/%s', (name) => {
  beforeAll(() => install(name));

  test('is shorter than 60 lines, its catalog included', () => {
    const lines = readdirSync(join(root, 'examples', name))
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => readFileSync(join(root, 'examples', name, file), 'utf8').split('\n'));
    expect(lines.length).toBeLessThan(60);
  });

  test('reports a command that succeeds', () => {
    const { code, stdout, stderr, events } = run(name, 'light', 'hall', '--oil', 'whale');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'The hall is lit.\n', stderr: '' });
    const base = { command: 'lantern light', flags: ['oil'] };
    expect(events).toMatchObject([
      { ...base, event: 'Command Invoked', room: 'hall' },
      { ...base, event: 'Lantern Lit', oil: 'whale' },
      { ...base, event: 'Command Completed', room: 'hall', succeeded: true, exit_code: 0 },
    ]);
  });

  test('reports a command that fails, without any typed text', () => {
    const { code, stdout, stderr, events } = run(name, 'light', 'attic');
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('there is no lantern in the attic');
    expect(events).toMatchObject([
      { event: 'Command Invoked', room: 'other' },
      { event: 'Command Failed', error_class: 'RangeError' },
      { event: 'Command Completed', succeeded: false, exit_code: 1, error_class: 'RangeError' },
    ]);
    expect(JSON.stringify(events)).not.toContain('attic');
  });

  test('reports nothing for help, nor if telemetry is off', () => {
    expect(run(name, '--help')).toMatchObject({ code: 0, made: [] });
    expect(run(name, 'light', 'hall', '--no-telemetry')).toMatchObject({ code: 0, made: [] });
    const status = run(name, 'telemetry', 'status');
    expect(status).toMatchObject({ code: 0, made: [] });
    expect(status.stdout).toContain('Telemetry is on');
  });
});
