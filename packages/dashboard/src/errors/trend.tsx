import { formatQuantity } from '@sonde/analytics/format';
import classes from './trend.module.css';

export interface TrendProps {
  counts: readonly number[];
  interval: 'hour' | 'day';
}

/** Counts over time as small bars, each row at its own scale. */
export function Trend({ counts, interval }: TrendProps) {
  const largest = Math.max(1, ...counts);
  const text = `At most ${formatQuantity(largest, 'invocation')} per ${interval}, ${counts.at(-1) ?? 0} in the last`;
  return (
    <svg
      className={classes.trend}
      viewBox={`0 0 ${Math.max(1, counts.length)} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={text}
    >
      <title>{text}</title>
      {counts.map((count, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a bar stands for
          key={index}
          x={index + 0.1}
          width={0.8}
          y={1 - count / largest}
          height={count / largest}
        />
      ))}
    </svg>
  );
}
