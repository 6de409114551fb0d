import { share } from './funnel.js';
import { countUsers } from './invocation-summary.js';
import { quantile } from './quantile.js';
import { compareText } from './recorded-event.js';
import type { SuccessCount } from './regression.js';
import type { InvocationSummary, Totals } from './responses.js';

/** Counts a group of invocations. */
export function foldTotals(summaries: readonly InvocationSummary[]): Totals {
  const ended = (status: string) => summaries.filter((summary) => summary.status === status).length;
  const durations = summaries.flatMap(({ duration_ms }) => duration_ms ?? []);
  const { succeeded, ended: base } = countSuccess(summaries);
  return {
    invocations: summaries.length,
    users: countUsers(summaries),
    completed: summaries.length - ended('running'),
    succeeded,
    failed: ended('failed'),
    cancelled: ended('cancelled'),
    vanished: ended('vanished'),
    success_rate: share(succeeded, base),
    duration_p50_ms: quantile(durations, 0.5),
    duration_p95_ms: quantile(durations, 0.95),
  };
}

/** Succeeded invocations, and those that succeeded, failed or vanished. */
export function countSuccess(summaries: readonly InvocationSummary[]): SuccessCount {
  const are = (...statuses: string[]) =>
    summaries.filter(({ status }) => statuses.includes(status)).length;
  return { succeeded: are('succeeded'), ended: are('succeeded', 'failed', 'vanished') };
}

/** Invocations by a text, in the order of their first. */
export function groupBy<Key extends string>(
  summaries: readonly InvocationSummary[],
  key: (summary: InvocationSummary) => Key | null,
): Map<Key, InvocationSummary[]> {
  const groups = new Map<Key, InvocationSummary[]>();
  for (const summary of summaries) {
    const value = key(summary);
    if (value === null) continue;
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [summary]);
    else group.push(summary);
  }
  return groups;
}

/** Most invocations first, then by the texts. */
export function byInvocations<Row extends { invocations: number }>(
  ...texts: ((row: Row) => string)[]
): (a: Row, b: Row) => number {
  return (a, b) =>
    b.invocations - a.invocations ||
    texts.reduce((order, text) => order || compareText(text(a), text(b)), 0);
}

/**
 * What counts as an error: the error class of an invocation, or an empty text if it failed without
 * one; null if there was no error.
 */
export function errorClassOf({
  error_class,
  status,
}: Pick<InvocationSummary, 'error_class' | 'status'>): string | null {
  return error_class ?? (status === 'failed' ? '' : null);
}
