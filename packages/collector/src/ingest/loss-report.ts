import type { Json } from '@sonde/protocol';

export interface LossReportOptions {
  log: (message: string, details: Record<string, unknown>) => void;
  now: () => number;
  /** At most one line a project in this time, in milliseconds. Default one minute. */
  intervalMs?: number;
}

/**
 * Adds up what clients say they lost and says so in the log.
 *
 * Client counters are claims: anything that is not a count is passed over.
 */
export function createLossReport(
  options: LossReportOptions,
): (project: string, meta: { [key: string]: Json }) => void {
  const { log, now, intervalMs = 60_000 } = options;
  const accounts = new Map<string, { dropped: Map<string, number>; saidAt: number }>();
  return (project, { loss }) => {
    const dropped = readDropped(loss);
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

const reasons = ['age', 'size', 'quarantine', 'corrupt', 'write', 'value'];

function readDropped(loss: Json | undefined): [string, number][] {
  if (typeof loss !== 'object' || loss === null || Array.isArray(loss)) return [];
  const { dropped } = loss;
  if (typeof dropped !== 'object' || dropped === null || Array.isArray(dropped)) return [];
  return reasons.flatMap((reason): [string, number][] => {
    const events = dropped[reason];
    const isCount = typeof events === 'number' && Number.isSafeInteger(events) && events > 0;
    return isCount ? [[reason, events]] : [];
  });
}
