import classes from './sparkline.module.css';

const height = 22;

/** The course of a count as small bars. The numbers are in the page of the event. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const largest = Math.max(1, ...values);
  return (
    <svg
      className={classes.sparkline}
      viewBox={`0 0 ${values.length} ${height}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {values.map((value, i) => {
        const tall = value === 0 ? 0 : Math.max(1.5, (value / largest) * height);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time.
            key={i}
            x={i + 0.1}
            y={height - tall}
            width={0.8}
            height={tall}
          />
        );
      })}
    </svg>
  );
}
