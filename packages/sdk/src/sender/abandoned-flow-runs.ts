import { join, readdirSync, renameSync, statSync, unlinkSync } from '../runtime/node-modules.js';
import { keptRunsDirectory, readKeptRun } from '../spool/kept-flow-runs.js';
import { formatSpoolFileName } from '../spool/spool-file-name.js';
import { writeDraft } from '../spool/write-draft.js';

/** Unreadable runs, and runs without a sent invocation, are kept no longer than this. */
const uselessAfterMs = 7 * 24 * 3_600_000;

const claimed = '.abandoned';

/**
 * Ends each flow run whose time is over: adds its `Aborted` event with the reason `abandoned` to the
 * waiting events. Deletes those that were recorded before the user turned telemetry off. Never throws.
 *
 * The event belongs to the latest invocation that continued the run. Its time is when the limit passed.
 */
export function reportAbandonedRuns(
  spool: string,
  now: number,
  offUntil: (destination: string) => number,
): void {
  const directory = join(spool, keptRunsDirectory);
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return;
  }
  for (const name of names) {
    try {
      reportAbandoned(spool, join(directory, name), now, offUntil);
    } catch {
      // The next sender tries again.
    }
  }
}

function reportAbandoned(
  spool: string,
  path: string,
  now: number,
  offUntil: (destination: string) => number,
): void {
  const run = readKeptRun(path);
  const endedAt = run === undefined ? statSync(path).mtimeMs : run.ends_at - run.offset_ms;
  if (endedAt > now) return;
  const endEvent = run?.terminal;
  if (run === undefined || endEvent == null || path.endsWith('.tmp')) {
    if (now - endedAt > uselessAfterMs) unlinkSync(path);
    return;
  }
  if (Date.parse(endEvent.timestamp ?? '') < offUntil(run.destination)) {
    unlinkSync(path);
    return;
  }
  // Claimed, so that no other process can end the run. If a sender dies here, the next one continues.
  let claimedPath = path;
  if (!path.endsWith(claimed)) {
    claimedPath = path.replace(/jsonl$/, claimed.slice(1));
    renameSync(path, claimedPath);
  }
  const earliest = Date.parse(endEvent.timestamp ?? '') + 1;
  const line = `${JSON.stringify({
    ...endEvent,
    // Always the same id, so the event counts once even if it is sent twice.
    insert_id: run.flow_run_id,
    timestamp: new Date(Math.max(run.ends_at, earliest || 0)).toISOString(),
    properties: { ...endEvent.properties, step: run.step ?? endEvent.properties?.step ?? null },
  })}\n`;
  const file = formatSpoolFileName({
    state: 'ready',
    openedAt: now,
    pid: 0,
    invocationId: run.flow_run_id,
    destination: run.destination,
    events: 1,
    bytes: Buffer.byteLength(line),
    offset: 0,
    claimedAt: 0,
    claimedBy: 0,
    claimedIn: 0,
  });
  const draft = join(spool, `${run.flow_run_id}.tmp`);
  writeDraft(draft, line);
  renameSync(draft, join(spool, file));
  unlinkSync(claimedPath);
}
