import type { Storage } from '../../api/responses.js';
import { formatBytes } from '../../format/bytes.js';
import { formatDay } from '../../format/time.js';
import { Panel } from '../../layout/panel.js';
import classes from './storage.module.css';

/** The size on each of the last days; nothing until there are two of them. */
export function HistoryPanel({ history }: { history: Storage['history'] }) {
  const [first] = history;
  const last = history.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  const most = Math.max(1, ...history.map(({ bytes }) => bytes));
  return (
    <Panel title="Size by day" note="Without days on which the collector did not run.">
      <div
        className={classes.days}
        role="img"
        aria-label={`From ${formatBytes(first.bytes)} on ${formatDay(first.day)} to ${formatBytes(last.bytes)} on ${formatDay(last.day)}`}
      >
        {history.map(({ day, bytes }) => (
          <span
            key={day}
            className={classes.day}
            style={{ height: `${Math.max(1, (bytes / most) * 100)}%` }}
            title={`${formatDay(day)}: ${formatBytes(bytes)}`}
          />
        ))}
      </div>
      <div className={classes.ends} aria-hidden>
        <span>{formatDay(first.day)}</span>
        <span>{formatDay(last.day)}</span>
      </div>
    </Panel>
  );
}
