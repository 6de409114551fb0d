import { spawn as spawnProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { afterAll, expect, test } from 'vitest';
import { findFreePort } from './collector-process.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'sonde-start-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** `npm start` as a person runs it: in a terminal. */
function startInTerminal(port: number) {
  const terminal = spawn(
    'npm',
    ['start', '--', '--port', String(port), '--data-dir', join(directory, 'data')],
    {
      cwd: root,
      cols: 120,
      env: { PATH: process.env.PATH ?? '', HOME: directory },
    },
  );
  let screen = '';
  terminal.onData((text) => {
    screen += text;
  });
  const exited = new Promise<number>((resolve) => {
    terminal.onExit(({ exitCode }) => resolve(exitCode));
  });
  return { terminal, exited, screen: () => screen };
}

test('npm start serves the dashboard, says where to look, and stops cleanly on Ctrl-C, twice over', async () => {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  for (let round = 0; round < 2; round += 1) {
    const { terminal, exited, screen } = startInTerminal(port);
    await expect.poll(screen).toContain('Ctrl-C');
    await expect.poll(screen).toContain(url);
    expect(screen()).toContain('npm start -- --demo');
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Sonde');
    expect((await fetch(`${url}/api/v1/flows`)).status).toBe(200);
    // Messages of the collector must be readable.
    const loss = { recorded: 7, sent: 0, dropped: { age: 7 } };
    const response = await fetch(`${url}/ingest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ events: [], meta: { loss } }),
    });
    expect(response.status).toBe(202);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal
    const colours = /\x1b\[\d+m/g;
    await expect
      .poll(() => screen().replaceAll(colours, ''))
      .toMatch(
        /\[\d\d:\d\d:\d\d\] WARN: Clients dropped events \{"project":"default","dropped":\{"age":7\}\}/,
      );
    // A second one neither mistakes the first one for itself nor fills it with its demo.
    const second = startInTerminal(port);
    expect(await second.exited).toBe(1);
    expect(second.screen()).toContain('_in_use');
    expect(second.screen()).not.toContain('--demo');
    terminal.write('\x03');
    expect(await exited, screen()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  }
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to npm alone stops the collector too',
  async (signal) => {
    const port = await findFreePort();
    const url = `http://127.0.0.1:${port}/readyz`;
    const isUp = () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
    const npm = spawnProcess(
      'npm',
      ['start', '--', '--port', String(port), '--data-dir', join(directory, signal)],
      { cwd: root, stdio: 'ignore', env: { PATH: process.env.PATH ?? '', HOME: directory } },
    );
    await expect.poll(isUp).toBe(true);
    npm.kill(signal);
    await expect.poll(isUp).toBe(false);
  },
);
