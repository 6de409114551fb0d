import type { DestinationType } from '@sonde/destinations';
import { keyFor } from '../consent/destination-key.js';
import { accessSync, constants, join, readdirSync, statSync } from '../runtime/node-modules.js';
import type { LoggedDelivery } from '../spool/delivery-log.js';
import { readCostLog } from '../spool/own-cost.js';
import { readSmallFile } from '../spool/small-file.js';
import { readSpoolState } from '../spool/spool-state.js';
import { type CommandContext, directoryOf, print } from './command-context.js';
import { describeDecision, describeIgnoredEndpoint } from './describe-decision.js';
import { describeFailure, describeRefusal } from './describe-refusal.js';
import { findNoticeDelay } from './notice-delay.js';
import { countQuarantined } from './quarantine.js';
import {
  describeFault,
  describeLeft,
  findLastDelivery,
  findRecordingPlace,
} from './recording-place.js';
import { runProbe } from './run-probe.js';
import { countEvents, countWaiting, readSpoolContents } from './spool-contents.js';

/** The result of one check. */
interface Check {
  name: string;
  /** False if the user should fix something. */
  ok: boolean;
  detail: string;
}

const good = (name: string, detail: string): Check => ({ name, ok: true, detail });
const bad = (name: string, detail: string): Check => ({ name, ok: false, detail });

const isPosix = process.platform !== 'win32';

function checkDirectory(directory: string): Check {
  const name = 'directory';
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (stats === undefined) return good(name, `${directory} does not exist yet`);
  if (!stats.isDirectory()) return bad(name, `${directory} is not a directory`);
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return bad(name, `cannot read and write ${directory}`);
  }
  const open = (path: string) =>
    isPosix && ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
  const path = [directory, ...readdirSync(directory).map((entry) => join(directory, entry))].find(
    open,
  );
  return path === undefined ? good(name, directory) : bad(name, `${path} is open to other users`);
}

function checkBackoff(directory: string): Check {
  const name = 'backoff';
  let next = 0;
  let failures = 0;
  try {
    for (const entry of readdirSync(directory)) {
      const tag = /^state-(\w+)\.json$/.exec(entry)?.[1];
      if (tag === undefined) continue;
      const state = readSpoolState(directory, tag);
      if (state.retryAt <= Date.now() || state.retryAt < next) continue;
      ({ retryAt: next, failures } = state);
    }
  } catch {}
  return next === 0
    ? good(name, 'none')
    : bad(
        name,
        `${failures === 1 ? '1 failure' : `${failures} failures in a row`}; next attempt at ${new Date(next).toISOString()}`,
      );
}

function checkLastDelivery(last: LoggedDelivery | undefined): Check {
  const name = 'last delivery';
  if (last === undefined) return good(name, 'none yet');
  const { at, status } = last;
  if (status !== null && status < 300) return good(name, `${at}, status ${status}`);
  return bad(name, `${at}, ${describeFailure(last)}`);
}

/** The percentile of sorted values; `share` is between 0 and 1. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function describeCost(costs: readonly number[]): Check {
  if (costs.length === 0) return good('cost', 'no runs measured yet');
  const sorted = costs.toSorted((one, other) => one - other);
  const text = (share: number) => `${percentile(sorted, share).toFixed(1)} ms`;
  return good('cost', `p50 ${text(0.5)}, p95 ${text(0.95)}, of the last ${costs.length} runs`);
}

/** Whether a file contains a certificate. Node.js silently ignores a file that it cannot read. */
function holdsCertificate(path: string): boolean | undefined {
  try {
    return readSmallFile(path)?.includes('BEGIN CERT');
  } catch {}
  return false;
}

/** Describes what is wrong with a response; undefined if it is as expected. */
function judge(type: DestinationType, status: number, text: string): string | undefined {
  // Vendors accept no empty request, so any response without a server error is enough.
  if (type !== 'sonde') return status >= 500 ? `status ${status}` : undefined;
  const refusal = describeRefusal(status, text);
  if (refusal !== undefined) return `status ${status}: ${refusal}`;
  try {
    if (status < 300 && typeof JSON.parse(text).accepted === 'number') return undefined;
  } catch {}
  return `status ${status}, but not a collector's response`;
}

async function checkEndpoint(context: CommandContext, endpoint: string): Promise<Check> {
  const { options, host } = context;
  const type = options.destination?.type ?? 'sonde';
  const key = keyFor(endpoint, options, host.environment);
  const probe = await runProbe(host, { type, endpoint, key });
  const way = probe.proxy === null ? '' : ` through ${probe.proxy}`;
  const ca = host.environment.NODE_EXTRA_CA_CERTS;
  const isSecure = [probe.url, probe.proxy].some((address) => address?.startsWith('https:'));
  const trust = ca && isSecure ? `, ${holdsCertificate(ca) ? '' : 'not '}trusting ${ca}` : '';
  const where = `${probe.url}${way}${trust}`;
  const fault = probe.failedAt === null ? judge(type, probe.status, probe.text) : probe.reason;
  return fault === undefined
    ? good('endpoint', `${where}: status ${probe.status} in ${probe.duration_ms} ms`)
    : bad('endpoint', `${where}: failed at ${probe.failedAt ?? 'HTTP'}: ${fault}`);
}

/** `telemetry doctor`: exits with 0 if every check passes, else 1. Connects only if telemetry is on. */
export async function doctor(context: CommandContext): Promise<number> {
  const decision = context.decide();
  const { text } = describeDecision(context, decision);
  const directory = directoryOf(context);
  const checks: Check[] = [good('consent', `${decision.mode}: ${text}`)];
  const ignored = describeIgnoredEndpoint(decision.marker);
  if (ignored !== undefined) checks.push(bad('marker', ignored));
  if (directory !== undefined) {
    const exists = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
    const place = findRecordingPlace(context, decision);
    const fault = describeFault(place);
    checks.push(
      good(
        'notice',
        decision.mode !== 'on' ? 'not needed' : (findNoticeDelay(context, decision) ?? 'given'),
      ),
      fault === undefined ? checkDirectory(directory) : bad('directory', fault),
      ...describeLeft(place, decision).map((text) => good('temporary', text)),
    );
    if (exists) {
      const contents = readSpoolContents(directory);
      const { events, bytes } = countWaiting(contents);
      checks.push(
        good('waiting', `${countEvents(events)}, ${bytes} bytes`),
        good('quarantined', countEvents(countQuarantined(contents.quarantined))),
        checkBackoff(place.temporary ?? directory),
        checkLastDelivery(findLastDelivery(context)),
        describeCost(readCostLog(directory)),
      );
    }
  }
  checks.push(
    decision.mode === 'on'
      ? await checkEndpoint(context, decision.endpoint)
      : good('endpoint', `not checked because telemetry is ${decision.mode}`),
  );
  const isHealthy = checks.every(({ ok }) => ok);
  const width = Math.max(...checks.map(({ name }) => name.length));
  print(
    context,
    { healthy: isHealthy, checks },
    checks.map(
      ({ name, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(width)}  ${detail}`,
    ),
  );
  return isHealthy ? 0 : 1;
}
