import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { ReactNode } from 'react';
import classes from './share-bar.module.css';

export type Tone = 'good' | 'bad' | 'warn' | 'gone' | 'unknown' | 'accent';

interface Share {
  key: string;
  label: string;
  count: number;
  tone: Tone;
  /** Wraps label and number, usually in a link. */
  render?: (content: ReactNode) => ReactNode;
  /** Data attributes of the entry, for tests and scripts. */
  data?: Record<`data-${string}`, string | number>;
}

export interface ShareBarProps {
  label: string;
  shares: Share[];
  /** Formats a count. Default: as a number. */
  unit?: (count: number) => string;
}

/** Parts of a whole, as one bar and as a list with counts and percentages below. */
export function ShareBar({ label, shares, unit = formatCount }: ShareBarProps) {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {shares
          .filter(({ count }) => count > 0)
          .map(({ key, count, tone }) => (
            <span
              key={key}
              className={classes.part}
              data-tone={tone}
              style={{ flexGrow: count / Math.max(total, 1) }}
            />
          ))}
      </div>
      <ul className={classes.list} aria-label={label}>
        {shares.map(({ key, label: name, count, tone, render = (content) => content, data }) => (
          <li key={key} className={classes.entry} data-empty={count === 0 || undefined} {...data}>
            <span className={classes.swatch} data-tone={tone} aria-hidden />
            {render(
              <>
                {name} <span className={classes.count}>{unit(count)}</span>
              </>,
            )}
            {count > 0 && (
              <span className={classes.percent}>{formatPercent(count / total, total)}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
