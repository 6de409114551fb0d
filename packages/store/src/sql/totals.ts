import { share, type Totals } from '@sonde/analytics';

/** Columns of invocations that {@link totalsSql} reads; `person` comes from `withHashedPerson`. */
export const totalsColumns = ['ending', 'duration_ms'] as const;

/** The counts of a group of invocations, as expressions; a row of them is a {@link TotalsRow}. */
export const totalsSql = `
  toUInt32(count()) AS invocations,
  uniqExactIf(person, person != 0) AS users,
  countIf(ending > 0) AS completed,
  countIf(ending = 3) AS succeeded,
  countIf(ending = 1) AS failed,
  countIf(ending = 2) AS cancelled,
  countIf(ending = 4) AS vanished,
  quantilesExactInclusiveIf(0.5, 0.95)(assumeNotNull(duration_ms), isNotNull(duration_ms))
    AS durations`;

export interface TotalsRow {
  invocations: number;
  users: number;
  completed: number;
  succeeded: number;
  failed: number;
  cancelled: number;
  vanished: number;
  /** Median and 95th percentile. */
  durations: (number | null)[];
}

const nothing: Totals = {
  invocations: 0,
  users: 0,
  completed: 0,
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  vanished: 0,
  success_rate: null,
  duration_p50_ms: null,
  duration_p95_ms: null,
};

export function toTotals(row: TotalsRow | undefined): Totals {
  if (row === undefined) return nothing;
  return {
    invocations: row.invocations,
    users: row.users,
    completed: row.completed,
    succeeded: row.succeeded,
    failed: row.failed,
    cancelled: row.cancelled,
    vanished: row.vanished,
    success_rate: share(row.succeeded, endedCount(row)),
    // Without values the engine returns NaN, which becomes null in JSON.
    duration_p50_ms: row.durations[0] ?? null,
    duration_p95_ms: row.durations[1] ?? null,
  };
}

/** Completed or killed invocations: the denominator of the success rate. */
export function endedCount(row: Pick<TotalsRow, 'succeeded' | 'failed' | 'vanished'>): number {
  return row.succeeded + row.failed + row.vanished;
}
