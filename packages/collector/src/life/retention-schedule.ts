import type { RetentionRun, Store } from '@sonde/store';
import { createEntry } from '../team/audit.js';
import { listProjects } from '../team/projects.js';
import type { Team } from '../team/team.js';
import { retentionCutoff } from './cutoff.js';

export interface RetentionScheduleOptions {
  store: Store;
  team: Team;
  /** Logs deletions and failures; failures are retried within the hour. */
  log: {
    info: (details: object, message: string) => void;
    warn: (details: object, message: string) => void;
  };
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Checks run on every full hour. */
function nextLookAt(now: number): number {
  return (Math.floor(now / hourMs) + 1) * hourMs;
}

/** Due a day after the hour of the last run, so that it does not get later every day. */
function isDue(last: RetentionRun | null, now: number): boolean {
  return last === null || dueAt(last) <= now;
}

function dueAt({ started_at }: RetentionRun): number {
  return Math.floor(Date.parse(started_at) / hourMs) * hourMs + dayMs;
}

/** When retention is applied next, if the collector runs until then. */
export function nextRunAt(last: RetentionRun | null, now: number): number {
  return Math.max(nextLookAt(now), last === null ? 0 : dueAt(last));
}

/**
 * Applies the retention of every project once a day, on a full hour; at once if a day has passed.
 *
 * @returns Stops it; the next start continues what is in progress.
 */
export function scheduleRetention(options: RetentionScheduleOptions): () => void {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    await applyWhatIsDue(options, () => stopped);
    const now = options.team.now();
    if (!stopped) timer = setTimeout(look, nextLookAt(now) - now).unref();
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function applyWhatIsDue(
  options: RetentionScheduleOptions,
  isStopped: () => boolean,
): Promise<void> {
  const { store, team, log } = options;
  for (const { id, retention_months } of listProjects(team)) {
    if (retention_months === null || isStopped()) continue;
    try {
      const runs = await store.life.retentionRuns();
      const last = runs.find(({ project }) => project === id) ?? null;
      const now = team.now();
      if (isDue(last, now)) await apply(options, id, retentionCutoff(retention_months, now));
    } catch (error) {
      // While stopping, this is not a failure.
      if (!isStopped()) log.warn({ err: error, project: id }, 'Retention could not be applied');
    }
  }
}

async function apply(
  { store, team, log }: RetentionScheduleOptions,
  project: string,
  cutoff: number,
): Promise<void> {
  const run = await store.life.applyRetention(project, cutoff);
  const { before, events, invocations, quarantined, loss_reports } = run;
  if (events + quarantined + loss_reports === 0) return;
  const detail = { before, events, invocations, quarantined, loss_reports };
  log.info({ project, ...detail }, 'Deleted data older than the project’s retention');
  const actor = { name: 'retention', address: '', account: '' };
  const act = { action: 'project.expire', subject: project, project, detail };
  await team.directory.commit([], [createEntry(team.now(), actor, act)]);
}
