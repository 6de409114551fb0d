import type { AdoptionGroup } from '../api/responses.js';

export type Measure = 'users' | 'invocations';

const colors = [
  'var(--accent-fill)',
  'var(--warn-fill)',
  'var(--good-fill)',
  'var(--gone-fill)',
  'var(--bad-fill)',
  '#2f8f83',
  '#b8436f',
];
const otherColor = 'var(--unknown-fill)';

interface SharePart {
  key: string;
  label: string;
  color: string;
  /** In the whole range. */
  total: number;
}

/** The parts of a stacked chart, and one point per interval with a number for each part. */
export interface Shares {
  parts: SharePart[];
  points: ({ time: string } & Record<string, number | string>)[];
}

/** The most used values as parts of their own, everything else as one. */
export function drawShares(
  group: AdoptionGroup,
  measure: Measure,
  labelOf: (value: string) => string,
): Shares {
  const shown = group.values.slice(0, colors.length);
  const parts = shown.map(
    (one, i): SharePart => ({
      key: `part-${i}`,
      label: labelOf(one.value),
      color: colors[i] ?? otherColor,
      total: one[measure],
    }),
  );
  const rest = group.values.slice(colors.length);
  const others = rest.reduce((sum, one) => sum + one[measure], group.others[measure]);
  if (others > 0) parts.push({ key: 'other', label: 'other', color: otherColor, total: others });
  const points = group.series.map((point) => {
    const counts: Record<string, number> = {};
    for (const { value, ...own } of point.values) {
      const position = shown.findIndex((one) => one.value === value);
      const key = position === -1 ? 'other' : `part-${position}`;
      counts[key] = (counts[key] ?? 0) + own[measure];
    }
    const other = (counts.other ?? 0) + point.others[measure];
    return { ...counts, ...(other > 0 && { other }), time: point.time };
  });
  return { parts, points };
}
