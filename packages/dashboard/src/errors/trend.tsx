import { formatCount, formatQuantity } from '@sonde/analytics/format';
import classes from './trend.module.css';

export interface TrendProps {
  counts: readonly number[];
  interval: 'hour' | 'day';
  /** What is counted. Default invocations. */
  of?: 'invocation' | 'run' | 'event';
  className?: string | undefined;
}

/** Counts over time as small bars, each chart at its own scale. */
export function Trend(props: TrendProps) {
  const { counts, interval, of = 'invocation', className = classes.trend } = props;
  const most = Math.max(0, ...counts);
  const largest = Math.max(1, most);
  const text = `At most ${formatQuantity(most, of)} per ${interval}, ${formatCount(counts.at(-1) ?? 0)} in the last`;
  return (
    <svg
      className={className}
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
