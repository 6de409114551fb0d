// Signals and listeners of tools that handle signals themselves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drain, runNode, type TestHome } from '../fixtures/run-tool.js';
import { useServerAndHome } from '../fixtures/server-and-home.js';
import type { TestServer } from '../fixtures/test-server.js';

const dist = new URL('../../dist/', import.meta.url);

let server: TestServer;
let home: TestHome;
useServerAndHome((started) => {
  ({ server, home } = started);
});

/** Runs a tool with telemetry, whose command runs while its `body` does. */
function run(body: string) {
  const path = join(home.path, 'tool.mjs');
  writeFileSync(
    path,
    `
    import { createTelemetry } from ${JSON.stringify(new URL('index.js', dist).href)};
    const options = { catalog: { tool: 'fix-ture', events: { Noted: {} } }, version: '1.2.3' };
    const telemetry = createTelemetry(options);
    telemetry.startCommand('fix-ture');
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const kill = (signal) => process.kill(process.pid, signal);
    ${body}`,
  );
  return runNode([path], home.environment);
}

async function completed() {
  await drain(home);
  return [...server.unique().values()].find(({ event }) => event === 'Command Completed')
    ?.properties;
}

describe.skipIf(process.platform === 'win32')('a tool that handles signals', () => {
  test('with two copies of the library, a listener in front of both decides', async () => {
    const end = await run(`
      import { createRequire } from 'node:module';
      const copy = createRequire(import.meta.url)(${JSON.stringify(new URL('index.cjs', dist).pathname)});
      copy.createTelemetry(options).startCommand('fix-ture other');
      for (let count = 0; count < 2; count += 1) {
        process.prependOnceListener('SIGINT', () => console.log('handled'));
        await wait(1);
        kill('SIGINT');
        await wait(20);
      }
      console.log(process.listenerCount('SIGINT'));`);
    expect(end).toMatchObject({ code: 0, stderr: '', stdout: 'handled\nhandled\n2\n' });
  });

  test.each(['on', 'once', 'prependListener', 'prependOnceListener'])(
    'as many listeners as Node.js allows, added with %s, cause no warning',
    async (method) => {
      const end = await run(`
        for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM']) {
          for (let count = 0; count < 10; count += 1) process.${method}(signal, () => {});
          await wait(1);
        }`);
      expect(end).toMatchObject({ code: 0, stderr: '' });
    },
  );

  test('process.emit without a listener does nothing', async () => {
    const end = await run(`
      for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGUSR2']) process.emit(signal);
      await wait(10);
      console.log('still here');`);
    expect(end).toMatchObject({ code: 0, signal: null, stdout: 'still here\n' });
    expect(await completed()).toMatchObject({ succeeded: true });
  });

  const unknown = { user_cancelled: false, error_class: 'unknown', exit_code: 1 };
  const cancelled = { user_cancelled: true, exit_code: 1 };
  test.each([
    ['SIGINT', 0, cancelled, { user_cancelled: true }],
    ['SIGINT', 9_000, cancelled, { user_cancelled: true }],
    ['SIGINT', 11_000, unknown, { vanished: true }],
    ['SIGHUP', 0, cancelled, { user_cancelled: true }],
    ['SIGHUP', 300, unknown, { vanished: true }],
  ])(
    '%s: the tool records after %i ms, then fails or is killed',
    async (signal, afterMs, failed, killed) => {
      const body = `
      // The library's clock.
      let now = process.uptime();
      process.uptime = () => now;
      process.on('${signal}', () => {
        now += ${afterMs} / 1_000;
        telemetry.track('Noted');
        setImmediate(end);
      });
      kill('${signal}');
      await wait(5_000);`;
      expect(await run(`const end = () => process.exit(1); ${body}`)).toMatchObject({ code: 1 });
      expect(await completed()).toMatchObject({ succeeded: false, ...failed });
      server.events.length = 0;
      await run(`const end = () => kill('SIGKILL'); ${body}`);
      expect(await completed()).toMatchObject({ succeeded: false, ...killed });
    },
  );

  test('a server may record a while after SIGTERM, and then exit with its code', async () => {
    const end = await run(`
      telemetry.serve();
      const { uptime } = process;
      process.on('SIGTERM', () => {
        process.uptime = () => uptime() + 20;
        telemetry.track('Noted');
        process.exit(143);
      });
      kill('SIGTERM');
      await wait(5_000);`);
    expect(end).toMatchObject({ code: 143 });
    expect(await completed()).toMatchObject({ succeeded: true, exit_code: 143 });
  });

  test('after the tool removed all listeners, the signal ends it, and is reported', async () => {
    const end = await run(`
      process.on('SIGINT', () => {});
      await wait(1);
      process.removeAllListeners('SIGINT');
      await wait(1);
      kill('SIGINT');
      await wait(5_000);`);
    expect(end).toMatchObject({ code: null, signal: 'SIGINT' });
    expect(await completed()).toMatchObject({ user_cancelled: true, exit_code: 130 });
  });

  test.each([
    ['removes', "process.removeAllListeners('SIGINT');"],
    ['stays before', 'process.off(event, own); process.prependListener(event, own);'],
  ])('a tool that %s every other listener runs on', async (_, change) => {
    const end = await run(`
      const own = () => process.exit(7);
      process.on('newListener', (event, listener) => {
        if (event === 'SIGINT' && listener !== own) process.nextTick(() => { ${change} });
      });
      process.on('SIGINT', () => {});
      await wait(1);
      console.log('still here');`);
    expect(end).toMatchObject({ code: 0, stderr: '', stdout: 'still here\n' });
  });
});
