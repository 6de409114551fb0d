import { join, readdirSync, renameSync, statSync, unlinkSync } from '../runtime/node-modules.js';
import { keptRunsDirectory, readKeptRun } from '../spool/kept-flow-runs.js';
import { formatSpoolFileName } from '../spool/spool-file-name.js';
import { writeDraft } from '../spool/write-draft.js';

/** Unreadable runs, and runs without a sent invocation, are kept no longer than this. */
const uselessAfterMs = 7 * 24 * 3_600_000;

const claimed = '.abandoned';

/**
 * Reports each flow run that was not ended in time, once: adds its `Aborted` with the reason `abandoned`
 * to the events waiting to be sent. Never throws.
 *
 * It is the next event of the latest invocation that took part, at the time when the limit passed.
 */
export function reportAbandonedRuns(spool: string, now: number): void {
  const directory = join(spool, keptRunsDirectory);
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return;
  }
  for (const name of names) {
    try {
      reportAbandoned(spool, join(directory, name), now);
    } catch {
      // The next sender tries again.
    }
  }
}

function reportAbandoned(spool: string, path: string, now: number): void {
  const run = readKeptRun(path);
  const endedAt = run === undefined ? statSync(path).mtimeMs : run.ends_at - run.offset_ms;
  if (endedAt > now) return;
  if (run?.terminal == null || path.endsWith('.tmp')) {
    if (now - endedAt > uselessAfterMs) unlinkSync(path);
    return;
  }
  // Claimed, so that no other process can end it. A claim that a sender could not finish is resumed.
  let taken = path;
  if (!path.endsWith(claimed)) {
    taken = path.replace(/jsonl$/, claimed.slice(1));
    renameSync(path, taken);
  }
  const { terminal, step } = run;
  const after = Date.parse(terminal.timestamp ?? '') + 1;
  const line = `${JSON.stringify({
    ...terminal,
    // Always the same, so that it counts once should it be sent twice.
    insert_id: run.flow_run_id,
    timestamp: new Date(Math.max(run.ends_at, after || 0)).toISOString(),
    properties: { ...terminal.properties, step: step ?? terminal.properties?.step ?? null },
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
  unlinkSync(taken);
}
