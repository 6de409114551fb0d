import type { AlertIncident, AlertNotice } from '../../api/alert-queries.js';

interface Tried {
  of: 'began' | 'ended';
  notice: AlertNotice;
}

/** The oldest open incident and the newest incident, of incidents with the newest first. */
export function alertState(incidents: readonly AlertIncident[]): {
  open: AlertIncident | undefined;
  last: AlertIncident | undefined;
} {
  return { open: incidents.findLast(({ ended_at }) => ended_at === null), last: incidents[0] };
}

/** The newest message that arrived. */
export function lastNotice(
  incidents: readonly AlertIncident[],
): { of: 'began' | 'ended'; at: string } | undefined {
  const sent = newestFirst(incidents).find(({ notice }) => notice.state === 'sent');
  const at = sent?.notice.attempted_at;
  return sent === undefined || at == null ? undefined : { of: sent.of, at };
}

/** The newest message whose last attempt failed. */
export function latestFailure(
  incidents: readonly AlertIncident[],
):
  | { state: AlertNotice['state']; attempts: number; reason: string; at: string | null }
  | undefined {
  const failed = newestFirst(incidents).find(({ notice }) => notice.reason !== null);
  if (failed === undefined || failed.notice.reason === null) return undefined;
  const { state, attempts, reason, attempted_at } = failed.notice;
  return { state, attempts, reason, at: attempted_at };
}

function newestFirst(incidents: readonly AlertIncident[]): Tried[] {
  const tried = incidents.flatMap(({ began, ended }): Tried[] => [
    ...(ended === null ? [] : [{ of: 'ended' as const, notice: ended }]),
    { of: 'began', notice: began },
  ]);
  const time = ({ notice }: Tried) => notice.attempted_at ?? '';
  return tried.sort((a, b) => time(b).localeCompare(time(a)));
}
