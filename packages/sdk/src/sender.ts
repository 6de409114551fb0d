import { createDebugLog } from './runtime/debug-log.js';
import { readGivenText } from './runtime/given-lines.js';
import { monotonicMs } from './runtime/monotonic-clock.js';
import { readFileSync, resolve, writeSync } from './runtime/node-modules.js';
import { readSenderArguments, senderDebug } from './runtime/sender-environment.js';
import { deliverLines, readGivenLines } from './sender/deliver-lines.js';
import type { DrainReport } from './sender/drain-options.js';
import { drainSpool } from './sender/drain-spool.js';
import { type ProbeTarget, probeEndpoint } from './sender/probe-endpoint.js';
import { saveMemory } from './sender/save-memory.js';

/*
 * The sender, a process of its own:
 *
 *   node sender.cjs [<spool directory> …] [--now] [--wait] [--ci] [--report] [--deadline-ms=<n>] [--stdin] [--probe]
 *
 * A spool after the first is one that the user's sandboxes have left.
 *
 * --now          ignore an earlier failure, and wait for another sender to end
 * --wait         wait for another sender to end
 * --ci           send only what was recorded in CI
 * --report       print what was done as one line of JSON on stdout
 * --deadline-ms  end after this many milliseconds, counted from the start of the process (10000)
 * --stdin        take settings and events from stdin, which could not be kept on disk
 * --probe        take an endpoint from stdin, ask it without events, and print the result as JSON
 *
 * Exits with 0 if nothing is left to send, else with 1. Prints nothing else, except in debug mode.
 */

const defaultDeadlineMs = 10_000;
/** Time for the process to end by itself before the last resort ends it. */
const marginMs = 100;

// biome-ignore lint/style/noProcessEnv: this is an entry; values are passed down from here
const environment = process.env;
const argv = readSenderArguments(environment) ?? process.argv.slice(2);
const has = (flag: string) => argv.includes(flag);
const deadlineMs =
  Number(argv.find((text) => text.startsWith('--deadline-ms='))?.split('=')[1]) ||
  defaultDeadlineMs;
// Counted from the start of the process, as the waiting process does.
const remainingMs = () => deadlineMs - marginMs - monotonicMs();
const debug = createDebugLog(environment[senderDebug] === '1');

async function run(): Promise<DrainReport> {
  const [directory, ...others] = argv
    .filter((text) => !text.startsWith('--'))
    .map((text) => resolve(text));
  if (has('--probe')) {
    const probe = await probeEndpoint(JSON.parse(readGivenText()) as ProbeTarget, environment);
    // At once: in a worker, `process.stdout` would be written by the main thread, which sleeps.
    writeSync(1, JSON.stringify(probe));
    return { sent: 0, quarantined: 0, waiting: 0, stopped: undefined };
  }
  const options = {
    now: has('--now'),
    waits: has('--wait'),
    isCi: has('--ci'),
    environment,
    remainingMs,
    debug,
  };
  if (has('--stdin')) return deliverLines(readGivenLines(), { ...options, directory });
  if (directory === undefined) {
    return { sent: 0, quarantined: 0, waiting: 0, stopped: 'no directory' };
  }
  const report = await drainSpool({ ...options, directory });
  for (const other of others) {
    // What failed in a sandbox need not fail here.
    const now = options.now || report.stopped === undefined;
    const { sent, quarantined, waiting, stopped } = await drainSpool({
      ...options,
      directory: other,
      now,
    });
    report.sent += sent;
    report.quarantined += quarantined;
    report.waiting += waiting;
    report.stopped ??= stopped;
  }
  return report;
}

/** Peak memory of this process in bytes, not including that of its parent. */
function readPeakMemory(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  } catch {
    // Kilobytes, on every system.
    return process.resourceUsage().maxRSS * 1024;
  }
}

/** A pending DNS lookup cannot be cancelled, and `process.exit` would wait for it. */
const isLookingUp = () => process.getActiveResourcesInfo?.().includes('GetAddrInfoReqWrap');

const end = async (report: DrainReport): Promise<void> => {
  if (has('--report')) {
    const peakMemoryBytes = readPeakMemory();
    process.stdout.write(`${JSON.stringify({ ...report, peakMemoryBytes })}\n`);
  }
  if (report.stopped !== undefined) debug(`the sender stopped: ${report.stopped}`);
  while (isLookingUp()) await new Promise((resolve) => setTimeout(resolve, 20));
  process.exit(report.stopped === undefined && report.waiting === 0 ? 0 : 1);
};

saveMemory();
// The last resort, which nothing can block. The next sender finds the claimed files again.
setTimeout(
  () => process.kill(process.pid, 'SIGKILL'),
  Math.max(1, deadlineMs - monotonicMs()),
).unref();
run().then(end, (error: unknown) => {
  end({ sent: 0, quarantined: 0, waiting: 0, stopped: String(error) });
});
