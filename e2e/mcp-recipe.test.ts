import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ReceivingServer, startReceivingServer } from './runtimes/receiving-server.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs', 'mcp.md'), 'utf8');
const [, recipe = ''] = /^```js\n(.*?)^```/ms.exec(page) ?? [];

let collector: ReceivingServer;
let directory: string;
beforeEach(async () => {
  collector = await startReceivingServer();
  // Inside the workspace, so that packages are found by their public names.
  mkdirSync(join(root, '.build'), { recursive: true });
  directory = mkdtempSync(join(root, '.build', 'mcp-'));
  writeFileSync(
    join(directory, 'lantern.mjs'),
    recipe.replace('http://127.0.0.1:7377', collector.url),
  );
});
afterEach(async () => {
  // A sender removes its lease last.
  const lease = join(directory, '.local/state/lantern/telemetry/sender.lease');
  await expect.poll(() => existsSync(lease)).toBe(false);
  await collector.close();
  rmSync(directory, { recursive: true, force: true });
});

const initialize = (name: string) => ({
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name, version: '1' } },
});
const call = (params: object) => ({
  method: 'tools/call',
  params: { name: 'clear_cache', arguments: {}, ...params },
});
const envelope = (name: string) => ({
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name, version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  },
});

test.each([
  ['that names itself first', [initialize('codex-mcp-client'), call({})], 'agent:codex'],
  [
    'that names itself in each call',
    [{ method: 'server/discover', params: envelope('claude-code') }, call(envelope('claude-code'))],
    'agent:claude-code',
  ],
  ['that nobody knows', [initialize('secret-client'), call({})], 'agent:other'],
])('a client %s, and closes the input or signals', async (_, requests, cli_context) => {
  for (const ending of ['end of input', 'SIGTERM', 'SIGINT'] as const) {
    collector.events.length = 0;
    const server = spawn(process.execPath, [join(directory, 'lantern.mjs'), 'mcp'], {
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        LANTERN_TELEMETRY_NOTICE: 'elsewhere',
        LANTERN_TELEMETRY_FLUSH_AT: '1',
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let errors = '';
    server.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    const answers = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    for (const [id, request] of requests.entries()) {
      server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...request })}\n`);
      // Nothing but the protocol is on its output.
      expect(JSON.parse((await answers.next()).value)).toMatchObject({ id, result: {} });
    }
    const exited = once(server, 'exit');
    if (ending === 'end of input') server.stdin.end();
    else server.kill(ending);
    await exited;
    expect(errors).toBe('');
    await expect.poll(() => collector.events.length).toBeGreaterThanOrEqual(5);
    const ends = collector.events.filter(({ event }) => event === 'Command Completed');
    const outcomes = ends.map(({ properties }) => `${properties.command} ${properties.succeeded}`);
    expect(outcomes.sort()).toEqual(['lantern mcp clear-cache true', 'lantern mcp true']);
    expect(
      ends.find(({ properties }) => properties.command === 'lantern mcp clear-cache')?.properties,
    ).toMatchObject({ cli_context, is_interactive: false });
    expect(JSON.stringify(collector.events)).not.toContain('secret');
  }
});

test('users can turn telemetry off with its own command', () => {
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [join(directory, 'lantern.mjs'), 'telemetry', ...args], {
      env: { PATH: process.env.PATH, HOME: directory },
      encoding: 'utf8',
    });
  run('disable');
  expect(JSON.parse(run('status', '--json'))).toMatchObject({ mode: 'off', decided_by: 'setting' });
});
