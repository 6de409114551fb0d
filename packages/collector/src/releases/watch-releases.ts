import { listProjects } from '../team/projects.js';
import { type FindingDependencies, noteFindings } from './release-findings.js';

export interface WatchReleasesOptions extends FindingDependencies {
  log: { warn: (details: object, message: string) => void };
  /** Default a quarter of an hour. */
  intervalMs?: number;
}

const defaultIntervalMs = 15 * 60_000;

/**
 * Notes what got worse with the releases of every project, one project after the other, so that
 * other queries are not held up.
 *
 * @returns Stops it, once the query in progress has ended.
 */
export function watchReleases(options: WatchReleasesOptions): () => Promise<void> {
  const { team, log, intervalMs = defaultIntervalMs } = options;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let looking = Promise.resolve();
  const look = async () => {
    for (const { id, archived_at } of listProjects(team)) {
      if (stopped) return;
      if (archived_at !== null) continue;
      try {
        await noteFindings(options, id);
      } catch (error) {
        if (!stopped) log.warn({ err: error, project: id }, 'Releases could not be compared');
      }
    }
  };
  const schedule = (delayMs: number) => {
    timer = setTimeout(() => {
      looking = look().finally(() => {
        if (!stopped) schedule(intervalMs);
      });
    }, delayMs).unref();
  };
  // Not at once: a start is busy enough.
  schedule(Math.min(intervalMs, 60_000));
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await looking;
  };
}
