import type { Loss } from './read-loss.js';

export interface LossReportOptions {
  log: (message: string, details: Record<string, unknown>) => void;
  now: () => number;
  /** At most one line a project in this time, in milliseconds. Default one minute. */
  intervalMs?: number;
}

/** Adds up what clients say they lost and says so in the log. */
export function createLossReport(
  options: LossReportOptions,
): (project: string, loss: Loss) => void {
  const { log, now, intervalMs = 60_000 } = options;
  const accounts = new Map<string, { dropped: Map<string, number>; saidAt: number }>();
  return (project, loss) => {
    const dropped = Object.entries(loss.dropped);
    if (dropped.length === 0) return;
    const account = accounts.get(project) ?? {
      dropped: new Map<string, number>(),
      saidAt: Number.NEGATIVE_INFINITY,
    };
    accounts.set(project, account);
    for (const [reason, events] of dropped) {
      account.dropped.set(reason, (account.dropped.get(reason) ?? 0) + events);
    }
    if (now() - account.saidAt < intervalMs) return;
    account.saidAt = now();
    log('Clients dropped events', { project, dropped: Object.fromEntries(account.dropped) });
    account.dropped.clear();
  };
}
