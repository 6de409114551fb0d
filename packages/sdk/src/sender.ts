import { createDebugLog } from './runtime/debug-log.js';
import { monotonicMs } from './runtime/monotonic-clock.js';
import { readFileSync, resolve, writeSync } from './runtime/node-modules.js';
import { readSenderArguments, senderDebug } from './runtime/sender-environment.js';
import { readSenderInput } from './runtime/sender-input.js';
import { deliverLines, readInputLines } from './sender/deliver-lines.js';
import type { DrainReport } from './sender/drain-options.js';
import { drainSpool } from './sender/drain-spool.js';
import { type ProbeTarget, probeEndpoint } from './sender/probe-endpoint.js';
import { saveMemory } from './sender/save-memory.js';

/*
 * The sender, a separate process:
 *
 *   node sender.cjs [<spool directory> …] [--now] [--wait] [--ci] [--report] [--deadline-ms=<n>] [--stdin] [--probe]
 *
 * The further directories are temporary spools, left by sandboxes.
 *
 * --now          send even if the last delivery has just failed; wait for another sender to end
 * --wait         wait for another sender to end
 * --ci           send only events recorded in CI
 * --report       print a report as one line of JSON
 * --deadline-ms  end this many milliseconds after the start of the process (default 10000)
 * --stdin        read settings and events from stdin, because they could not be stored on disk
 * --probe        read an endpoint from stdin, send it a request without events, and print the result as JSON
 *
 * Exits with 0 if nothing is left to send, else with 1. Prints nothing else, except in debug mode.
 */

const defaultDeadlineMs = 10_000;
/** Time for the process to end by itself before it is killed. */
const marginMs = 100;

// biome-ignore lint/style/noProcessEnv: this is an entry; values are passed down from here
const environment = process.env;
const argv = readSenderArguments(environment) ?? process.argv.slice(2);
const has = (flag: string) => argv.includes(flag);
const deadlineMs =
  Number(argv.find((text) => text.startsWith('--deadline-ms='))?.split('=')[1]) ||
  defaultDeadlineMs;
// Counted from the start of the process; a tool that waits for the sender counts the same way.
const remainingMs = () => deadlineMs - marginMs - monotonicMs();
const debug = createDebugLog(environment[senderDebug] === '1');

async function run(): Promise<DrainReport> {
  const [directory, ...others] = argv
    .filter((text) => !text.startsWith('--'))
    .map((text) => resolve(text));
  if (has('--probe')) {
    const probe = await probeEndpoint(JSON.parse(readSenderInput()) as ProbeTarget, environment);
    // Synchronously: in a worker, `process.stdout` needs the main thread, which is blocked.
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
  if (has('--stdin')) return deliverLines(readInputLines(), { ...options, directory });
  if (directory === undefined) {
    return { sent: 0, quarantined: 0, waiting: 0, stopped: 'no directory' };
  }
  const report = await drainSpool({ ...options, directory });
  for (const other of others) {
    // A delivery that failed in a sandbox may succeed here.
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
    // In kilobytes on every system.
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
// The last resort. The next sender takes over the claimed files.
setTimeout(
  () => process.kill(process.pid, 'SIGKILL'),
  Math.max(1, deadlineMs - monotonicMs()),
).unref();
run().then(end, (error: unknown) => {
  end({ sent: 0, quarantined: 0, waiting: 0, stopped: String(error) });
});
