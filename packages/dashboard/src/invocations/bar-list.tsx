import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { InvocationListFilter } from '../url/invocation-search.js';
import classes from './bar-list.module.css';
import { InvocationsLink } from './invocations-link.js';

interface BarListEntry {
  key: string;
  label: string;
  note?: string;
  runs: number;
  filter: InvocationListFilter;
}

export interface BarListProps {
  label: string;
  entries: BarListEntry[];
  /** The number that percentages refer to. */
  total: number;
  tone: 'warn' | 'bad' | 'accent';
}

/** Kinds with their counts, largest first, each with a bar relative to the largest. */
export function BarList({ label, entries, total, tone }: BarListProps) {
  const largest = Math.max(1, ...entries.map(({ runs }) => runs));
  return (
    <ul aria-label={label} className={classes.list}>
      {entries.map(({ key, label: name, note, runs, filter }) => (
        <li key={key} data-entry={key} data-runs={runs}>
          <InvocationsLink filter={filter} className={classes.entry}>
            <span
              className={classes.bar}
              data-tone={tone}
              style={{ width: `${(runs / largest) * 100}%` }}
              aria-hidden
            />
            <span className={classes.name}>
              {name}
              {note !== undefined && <span className={classes.note}> {note}</span>}
            </span>
            <span className={classes.runs}>{formatCount(runs)}</span>
            <span className={classes.percent}>{formatPercent(runs / total, total)}</span>
          </InvocationsLink>
        </li>
      ))}
    </ul>
  );
}
