// The process trees in which an opt-out is or is not hidden, with real processes and namespaces.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { canUnshare } from '../fixtures/can-unshare.js';
import type { TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

const tool = fileURLToPath(new URL('../fixtures/plain-tool.mjs', import.meta.url));

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

/** In a script: clears the environment, apart from what the tool needs, and runs a command. */
beforeEach(() => {
  const options = JSON.stringify({ endpoint: server.url, flushAt: 1 });
  const needed = `PATH="$PATH" HOME='${home.path}' OPTIONS='${options}'`;
  writeFileSync(
    join(home.path, 'clear'),
    `#!/bin/sh\nexec env -i ${needed} FIX_TURE_TELEMETRY_NOTICE=elsewhere WAIT=1 "$@"\n`,
    { mode: 0o755 },
  );
});

/** Runs a shell script whose "$@" is the tool, also until its commands in the background have ended. */
async function runScript(
  script: string,
  argv: readonly string[],
  variables: Record<string, string> = {},
): Promise<string> {
  const child = spawn('/bin/sh', ['-c', script, 'sh', process.execPath, tool, ...argv], {
    env: { PATH: process.env.PATH ?? '', ...variables },
    cwd: home.path,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  await once(child, 'close');
  return stdout;
}

const status = ['telemetry', 'status'];
const hides = 'variables were removed, and an opt-out may be among them';
const opposed = { DO_NOT_TRACK: '1' };
const waiting = () =>
  (readdirSync(home.path, { recursive: true }) as string[]).filter((name) =>
    name.endsWith('.ready.jsonl'),
  );

async function expectSilence(script: string, variables: Record<string, string>) {
  expect(await runScript(script, status, variables)).toContain(hides);
  await runScript(script, [], variables);
  expect(waiting()).toHaveLength(1);
  expect(server.requests).toEqual([]);
}

async function expectSending(script: string) {
  const text = await runScript(script, status);
  expect(text).toContain('Telemetry is on');
  expect(text).not.toContain(hides);
}

/** Starts a command in the background, which waits until the shell has ended. */
const orphan = (command: string) =>
  `(while kill -0 $$ 2>/dev/null; do sleep 0.01; done; ${command}) & true`;

describe.skipIf(process.platform !== 'linux')(
  'in the background, when the parents have ended',
  () => {
    test.each([
      ['a task of turbo', `exec ./clear TURBO_HASH=1 sh -c '${orphan('exec "$@"')}' sh "$@"`],
      [
        'a task of turbo, below a shell',
        `exec ./clear TURBO_HASH=1 sh -c '${orphan('"$@"; true')}' sh "$@"`,
      ],
      ['a command with a cleared environment', orphan('exec ./clear "$@"')],
      ['a command with a cleared environment in a new session', orphan('exec setsid ./clear "$@"')],
    ])('%s sends nothing', (_, script) => expectSilence(script, opposed));

    test.each([
      ['a service of systemd', orphan('exec setsid ./clear INVOCATION_ID=1 "$@"')],
      ['a job of cron', orphan(`exec setsid ./clear LOGNAME=me sh -c '"$@"; true' sh "$@"`)],
      // The task still runs below turbo.
      ['turbo itself', orphan(`./clear TURBO_HASH=1 sh -c '"$@"; true' sh "$@"; true`)],
    ])('%s sends', (_, script) => expectSending(script));
  },
);

describe.skipIf(!canUnshare())('in a container', () => {
  const unshare = 'exec unshare -pf --mount-proc';

  test.each(['', 'TURBO_HASH=1 PWD=/'])(
    'the opt-out of the first process is found by a tool that has only: %s',
    async (variables) => {
      const script = `${unshare} sh -c './clear ${variables} "$@"; true' sh "$@"`;
      expect(await runScript(script, status, opposed)).toContain('DO_NOT_TRACK of a parent');
      await runScript(script, [], opposed);
      expect(waiting()).toEqual([]);
    },
  );

  test('a first process with a cleared environment, in a session from outside, sends nothing', () =>
    expectSilence(`${unshare} ./clear "$@"`, opposed));

  // As in Docker, the first process leads a session, and HOSTNAME is set.
  test.each([
    ['the first process', 'HOSTNAME=c setsid "$@"'],
    ['the first process, without HOSTNAME', 'setsid "$@"'],
    ['a child of the first process', `HOSTNAME=c setsid sh -c 'unset PWD; "$@"; true' sh "$@"`],
    ['a command of a shell', `HOSTNAME=c setsid sh -c '"$@"; true' sh "$@"`],
    ['a server of the first process', `HOSTNAME=c setsid sh -c './clear "$@"; true' sh "$@"`],
  ])('%s sends', (_, command) => expectSending(`${unshare} ./clear ${command}`));

  test('a process of another namespace is not taken for a parent', async () => {
    // The inner namespace shows the processes of the outer one, which have the same ids.
    const inner = './clear TURBO_HASH=1 PWD=/ unshare -pf "$@"; true';
    const stranger = { HTTP_PROXY: server.url, CLAUDECODE: '1' };
    await expectSilence(`${unshare} sh -c '${inner}' sh "$@"`, stranger);
    const [name = ''] = waiting();
    expect(readFileSync(join(home.path, name), 'utf8')).not.toContain('claude');
  });
});
