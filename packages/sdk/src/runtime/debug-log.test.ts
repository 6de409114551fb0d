// Debug lines of real processes, to a reader that never reads.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestHome, type TestHome } from '../fixtures/run-tool.js';

const events = 2_000;
/** A program that prints nothing on stderr itself. */
const tool = `
  import { createTelemetry } from ${JSON.stringify(new URL('../../dist/index.js', import.meta.url).href)};
  const catalog = { tool: 'fix-ture', events: { Noted: {} } };
  const telemetry = createTelemetry({ catalog, version: '1.0.0' });
  for (let count = 0; count < ${events}; count += 1) telemetry.track('Noted');
  console.log('tool output');`;

let home: TestHome;

beforeEach(() => {
  home = createTestHome('http://127.0.0.1:9', { FIX_TURE_TELEMETRY_FLUSH_AT: '9999' });
});
afterEach(() => home.remove());

/** Runs the tool with this stderr; resolves with its output when it has ended. */
function run(stderr: 'pipe' | number, variables: Record<string, string>) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', tool], {
    env: { ...home.environment, ...variables },
    cwd: home.path,
    stdio: ['ignore', 'pipe', stderr],
    timeout: 25_000,
    killSignal: 'SIGKILL',
  });
  // A socket that is not read before the tool has ended.
  child.stderr?.pause();
  let stdout = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  return new Promise<{ signal: string | null; stdout: string; shown: string }>((resolve) => {
    child.on('exit', (_code, signal) => {
      let shown = '';
      child.stderr?.on('data', (chunk) => {
        shown += chunk;
      });
      child.stderr?.resume();
      child.on('close', () => resolve({ signal, stdout, shown }));
    });
  });
}

const spooled = () =>
  readFileSync(
    join(home.spool, home.files().find((name) => name.includes('.ready.')) ?? ''),
    'utf8',
  );

const modes = [{ DEBUG: '1' }, { FIX_TURE_TELEMETRY_DEBUG: '1' }];

describe.skipIf(process.platform === 'win32')('a reader that never reads', () => {
  test.each(modes)('of a socket delays nothing: %o', async (variables) => {
    const { signal, stdout, shown } = await run('pipe', variables);
    expect(signal).toBeNull();
    expect(stdout).toBe('tool output\n');
    expect(shown).toMatch(/^sonde: recorded 1 /m);
    // Lines were dropped, but no events.
    expect(shown.match(/recorded \d+ Noted/g)?.length).toBeLessThan(events);
    expect(spooled().match(/"event":"Noted"/g)).toHaveLength(events);
  });

  test.each([...modes, { FIX_TURE_TELEMETRY: 'log' }])(
    'of a pipe delays nothing: %o',
    async (variables) => {
      const path = join(home.path, 'pipe');
      execFileSync('mkfifo', [path]);
      const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const writer = openSync(path, constants.O_WRONLY);
      try {
        expect((await run(writer, variables)).signal).toBeNull();
        // The flags of the shared descriptor have not changed.
        const flags = readFileSync(`/proc/self/fdinfo/${writer}`, 'utf8');
        expect(flags).not.toMatch(/^flags:\s*\d*[4-7]\d{3}$/m);
      } finally {
        closeSync(writer);
        closeSync(reader);
      }
    },
  );
});
