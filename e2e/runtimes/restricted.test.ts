// Runtimes with few permissions, with inherited descriptors, and with packages in archives.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ReceivingServer } from './receiving-server.js';
import { useServerAndHome } from './server-and-home.js';
import type { ToolHome } from './tool-home.js';
import { project, runtimes, yarn } from './tool-variants.js';

let server: ReceivingServer;
let home: ToolHome;

useServerAndHome((started) => {
  ({ server, home } = started);
});

const now = { FIX_TURE_TELEMETRY_FLUSH_AT: '1' };
const usual = { code: 0, stdout: 'tool output\n', stderr: 'tool error\n' };
const tool = join(project, 'tool.mjs');

/** Runs a tool that sends at its end; returns the names of the events that arrived. */
async function deliver(command: readonly string[], variables: Record<string, string> = {}) {
  const run = await home.run([...command, 'return'], { ...now, ...variables });
  await home.untilAlone();
  return { run, events: server.events.splice(0).map(({ event }) => event) };
}
const all = ['Command Invoked', 'Noted', 'Command Completed'];

describe('Deno', () => {
  const five = ['env', 'read', 'write', 'run', 'net'].map((name) => `--allow-${name}`);

  test('needs exactly the documented permissions', async () => {
    // As from a shell: if variables were removed, only --allow-all could search for them.
    const shell = { PWD: home.path, SHLVL: '1' };
    const { run, events } = await deliver([runtimes.Deno, 'run', ...five, tool], shell);
    expect(run).toMatchObject(usual);
    expect(events).toEqual(all);
  });
});

test.each(['Deno', 'Bun', 'Node.js 24'] as const)(
  '%s sends with any inherited descriptors',
  async (runtime) => {
    const options = runtime === 'Deno' ? ['run', '--allow-all'] : [];
    const script = 'exec 9</dev/null 63</dev/null; exec "$@"';
    const command = ['bash', '-c', script, 'bash', runtimes[runtime], ...options, tool];
    const { run, events } = await deliver(command);
    expect(run).toMatchObject(usual);
    expect(events).toEqual(all);
  },
);

describe.each(['Node.js 24', 'Node.js 26'] as const)('%s with --permission', (runtime) => {
  const files = ['--allow-fs-read=*', '--allow-fs-write=*'];
  const net = runtime === 'Node.js 26' ? ['--allow-net'] : [];
  const start = (...options: string[]) => [
    runtimes[runtime],
    '--permission',
    '--no-warnings',
    ...files,
    ...options,
    tool,
  ];

  test('is off if a permission is missing, and names it', async () => {
    for (const [options, missing] of [
      [net, '--allow-child-process'],
      ...(net.length > 0 ? [[['--allow-child-process'], '--allow-net']] : []),
    ] as [string[], string][]) {
      const { stdout } = await home.run([...start(...options), 'ask']);
      expect(stdout).toBe(`off, decided by: Node.js without ${missing}\n`);
      const { run, events } = await deliver(start(...options));
      expect(run).toMatchObject(usual);
      expect(events).toEqual([]);
      expect(home.files()).toEqual([]);
    }
  });

  test('records nothing if it may not write, and status reports it', async () => {
    const command = [
      ...[runtimes[runtime], '--permission', '--no-warnings', '--allow-fs-read=*'],
      ...['--allow-child-process', ...net, tool],
    ];
    const { run, events } = await deliver(command);
    expect(run).toMatchObject(usual);
    expect(events).toEqual([]);
    const { code, stdout } = await home.run([...command, 'status']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `Nothing can be recorded here because Node.js runs with --permission and without --allow-fs-write for ${home.spool}.`,
    );
    expect(home.files()).toEqual([]);
  });

  test('sends if no permission is missing', async () => {
    const { run, events } = await deliver(start('--allow-child-process', ...net));
    expect(run).toMatchObject({ code: 0, stdout: 'tool output\n' });
    expect(events).toEqual(all);
  });
});

test("Yarn's Plug'n'Play: the sender runs although its file is in an archive", async () => {
  const folder = join(home.path, 'plug-and-play');
  mkdirSync(folder);
  for (const name of readdirSync(project)) {
    if (/^(tool|endings)\.|\.tgz$/.test(name)) cpSync(join(project, name), join(folder, name));
  }
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  const manifest = { type: 'module', dependencies: { sonde: `file:./${archive}` } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'yarn.lock'), '');
  writeFileSync(
    join(folder, '.yarnrc.yml'),
    'nodeLinker: pnp\nenableGlobalCache: false\nenableTelemetry: false\n',
  );
  const env = { PATH: process.env.PATH, HOME: home.path };
  execFileSync(process.execPath, [yarn, 'install'], { cwd: folder, env, stdio: 'ignore' });
  const run = [runtimes['Node.js 24'], '--no-warnings', '--require', join(folder, '.pnp.cjs')];
  const loader = ['--experimental-loader', join(folder, '.pnp.loader.mjs')];
  const { run: ended, events } = await deliver([...run, ...loader, join(folder, 'tool.mjs')]);
  expect(ended).toMatchObject(usual);
  expect(events).toEqual(all);
});
