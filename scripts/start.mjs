// `npm start [-- --demo] [options of sonde-collector serve]`
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt, ensureInstalled, fail, root } from './workspace.mjs';

const args = process.argv.slice(2);
const demo = args.includes('--demo');
const serveArgs = args.filter((arg) => arg !== '--demo');

function option(name, fallback) {
  const index = serveArgs.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (index === -1) return fallback;
  const [, value] = serveArgs[index].split('=');
  return value ?? serveArgs[index + 1];
}

const host = option('--host', process.env.SONDE_HOST ?? '127.0.0.1');
const port = option('--port', process.env.SONDE_PORT ?? '7377');
const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** An argument quoted for a shell. */
const quote = (arg) => (/^[\w./:=@%+,-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`);

async function untilReady(collector) {
  while (collector.exitCode === null) {
    const ready = await fetch(`${address}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return true;
    await sleep(100);
  }
  return false;
}

try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  fail(error);
}

if (args.includes('--help') || args.includes('-h')) {
  console.log(`Usage: npm start -- [--demo] [options]

  --demo  fill it with 420 real runs of the example CLI

The other options are those of the collector:
`);
}
// A server that responds before the collector runs is another one: do not announce or fill it. The
// collector will report that the port is in use.
const isTaken = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
  () => true,
  () => false,
);
const collector = spawn(
  process.execPath,
  [join(root, 'packages/collector/bin/sonde-collector.js'), 'serve', ...serveArgs],
  { cwd: root, stdio: 'inherit' },
);
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to the collector too; other signals reach only this process.
    if (!process.stdin.isTTY || signal !== 'SIGINT') collector.kill(signal);
    ending = true;
  });
}
let demoEnded = Promise.resolve();
collector.on('exit', async (code, signal) => {
  await demoEnded;
  process.exit(signal === null ? (code ?? 1) : 1);
});

if (!isTaken && (await untilReady(collector))) {
  if (demo) {
    console.log(`
The demo begins: 420 real runs of the example CLI.
It takes some minutes; Ctrl-C stops it.`);
    const run = spawn(
      process.execPath,
      [join(root, 'examples/orbit-demo/bin/demo.js'), '--endpoint', address],
      { cwd: root, stdio: 'inherit' },
    );
    // Without a collector there is nothing to fill; the demo then stops its own runs.
    collector.on('exit', () => run.kill());
    demoEnded = once(run, 'exit').then(([code]) => {
      if (code !== 0 && !ending) console.error(`The demo ended with exit code ${code}.`);
    });
  } else {
    const demoCommand = ['npm start -- --demo', ...serveArgs.map(quote)].join(' ');
    console.log(`
Try it (stop this one first):
  ${demoCommand}
    fill it with 420 real runs of the example CLI
Or add it to a program: docs/quick-start.md
Ctrl-C stops it.`);
  }
}
