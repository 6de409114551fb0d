import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { spawn as openTerminal } from '@lydell/node-pty';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '../fixtures/run-tool.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));

let home: TestHome;
beforeEach(() => {
  home = createTestHome('http://127.0.0.1:9');
});
afterEach(() => home.remove());

/** How the only run reported who runs the tool. */
function contextOfRun() {
  const lines = home.read(home.files().find((name) => name.endsWith('.ready.jsonl')) ?? '');
  const { cli_context, is_interactive } = JSON.parse(lines.split('\n')[1] ?? '').properties;
  return { cli_context, is_interactive };
}

/** Runs the tool without a stream to a terminal, like a task runner that captures output. */
const withPipes = `"${process.execPath}" "${tool}" < /dev/null 2>&1 | cat`;

describe.skipIf(process.platform === 'win32')('who runs a tool', () => {
  /** In a terminal whose session leader is the shell. */
  async function runInTerminal(variables: Record<string, string>) {
    const env = { ...home.environment, ...variables };
    const terminal = openTerminal('/bin/sh', ['-c', withPipes], { cwd: home.path, env });
    await new Promise((resolve) => terminal.onExit(resolve));
  }

  test.each([
    [{}, 'human'],
    [{ CLAUDECODE: '1' }, 'agent:claude-code'],
    [{ AI_AGENT: 'somebody' }, 'agent:other'],
  ])('a tool that belongs to one, with %j, is driven by %s', async (variables, cli_context) => {
    await runInTerminal(variables);
    expect(contextOfRun()).toEqual({ cli_context, is_interactive: false });
  });

  test.each([
    [{}, { cli_context: 'human', is_interactive: true }],
    [{ CODEX_CI: '1' }, { cli_context: 'agent:codex', is_interactive: false }],
    [{ AI_AGENT: 'somebody' }, { cli_context: 'agent:other', is_interactive: false }],
    [{ CI: '1' }, { cli_context: 'human', is_interactive: false }],
  ])('every stream a terminal, with %j', async (variables, context) => {
    const env = { ...home.environment, ...variables };
    const terminal = openTerminal(process.execPath, [tool], { cwd: home.path, env });
    await new Promise((resolve) => terminal.onExit(resolve));
    expect(contextOfRun()).toEqual(context);
  });

  test.each([
    [{}, 'agent:unknown'],
    [{ CLAUDECODE: '1' }, 'agent:claude-code'],
    [{ CI: 'true' }, 'human'],
  ])('a tool that belongs to none, with %j, is driven by %s', async (variables, cli_context) => {
    const child: ChildProcess = spawn('/bin/sh', ['-c', withPipes], {
      cwd: home.path,
      env: { ...home.environment, ...variables },
      detached: true,
      stdio: 'ignore',
    });
    await once(child, 'exit');
    expect(contextOfRun()).toEqual({ cli_context, is_interactive: false });
  });
});

test.skipIf(process.platform === 'win32').each([
  [{}, { cli_context: 'human', is_interactive: true }],
  [
    { CODEX_CI: '1', CODEX_THREAD_ID: 'x' },
    { cli_context: 'agent:codex', is_interactive: false },
  ],
  [{ GEMINI_CLI: '1' }, { cli_context: 'agent:gemini', is_interactive: false }],
])('whose streams are a terminal, with %j: %j', async (variables, context) => {
  const env = { ...home.environment, ...variables };
  const terminal = openTerminal(process.execPath, [tool], { cwd: home.path, env });
  await new Promise((resolve) => terminal.onExit(resolve));
  expect(contextOfRun()).toEqual(context);
});
