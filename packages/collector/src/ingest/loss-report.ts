import { createLogPace, type LogPaceOptions } from '../log-pace.js';
import type { Loss } from './read-loss.js';

export interface LossReportOptions extends LogPaceOptions {
  log: (message: string, details: Record<string, unknown>) => void;
}

/** Adds up losses reported by clients and logs them once a minute per project. */
export function createLossReport(
  options: LossReportOptions,
): (project: string, loss: Loss) => void {
  const mayLog = createLogPace(options);
  const accounts = new Map<string, Map<string, number>>();
  return (project, loss) => {
    const dropped = Object.entries(loss.dropped);
    if (dropped.length === 0) return;
    const account = accounts.get(project) ?? new Map<string, number>();
    accounts.set(project, account);
    for (const [reason, events] of dropped) {
      account.set(reason, (account.get(reason) ?? 0) + events);
    }
    if (!mayLog(project)) return;
    options.log('Clients dropped events', { project, dropped: Object.fromEntries(account) });
    account.clear();
  };
}
