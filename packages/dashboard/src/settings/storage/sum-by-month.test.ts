import { expect, it } from 'vitest';
import type { Storage } from '../../api/responses.js';
import { sumByMonth } from './sum-by-month.js';

const table = (
  months: Storage['tables'][number]['months'],
  rest: { rows: number; bytes: number } = { rows: 0, bytes: 0 },
): Storage['tables'][number] => ({ table: 'x', parts: 1, ...rest, months });

it('adds tables up by month, newest first, and puts data without a month last', () => {
  expect(
    sumByMonth([
      table([
        { month: null, rows: 1, bytes: 5 },
        { month: '2026-09', rows: 10, bytes: 100 },
        { month: '2026-10', rows: 20, bytes: 200 },
      ]),
      table([{ month: '2026-10', rows: 2, bytes: 20 }]),
      table([], { rows: 3, bytes: 30 }),
      table([], { rows: 0, bytes: 0 }),
    ]),
  ).toEqual([
    { month: '2026-10', rows: 22, bytes: 220 },
    { month: '2026-09', rows: 10, bytes: 100 },
    { month: null, rows: 4, bytes: 35 },
  ]);
  expect(sumByMonth([])).toEqual([]);
});
