import type { Storage } from '../../api/responses.js';

export interface MonthSize {
  /** Like `2026-05`; null for implausible dates, and for tables without months. */
  month: string | null;
  rows: number;
  bytes: number;
}

/** Size of all tables by month, newest first; data without a month last. */
export function sumByMonth(tables: Storage['tables']): MonthSize[] {
  const sums = new Map<string | null, MonthSize>();
  const add = ({ month, rows, bytes }: MonthSize) => {
    const sum = sums.get(month) ?? { month, rows: 0, bytes: 0 };
    sums.set(month, { month, rows: sum.rows + rows, bytes: sum.bytes + bytes });
  };
  for (const { months, rows, bytes } of tables) {
    if (months.length === 0) add({ month: null, rows, bytes });
    for (const one of months) add(one);
  }
  return [...sums.values()]
    .filter(({ rows, bytes }) => rows > 0 || bytes > 0)
    .sort((one, other) => (other.month ?? '').localeCompare(one.month ?? ''));
}
