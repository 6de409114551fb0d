import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { CommandReport } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import classes from './flags-panel.module.css';

type Flag = CommandReport['flags'][number];

const differences: Record<Flag['difference'], string> = {
  better: 'better',
  worse: 'worse',
  none: '–',
};

const withIt = ({ flag }: Flag, text: string, countsPeople = false) => (
  <InvocationsLink filter={{ flag }} countsPeople={countsPeople}>
    {text}
  </InvocationsLink>
);

const without = ({ flag, not_given }: Flag, text: string) => (
  <span data-invocations={not_given.invocations}>
    <InvocationsLink filter={{ without_flag: flag }}>{text}</InvocationsLink>
  </span>
);

const columns: SortedColumn<Flag>[] = [
  {
    ...{ name: 'flag', label: 'Flag', kind: 'text', isWide: true },
    value: ({ flag }) => flag,
    render: (row) => withIt(row, `--${row.flag}`),
  },
  {
    ...{ name: 'given', label: 'With it' },
    value: ({ given }) => given.invocations,
    render: (row) => withIt(row, formatCount(row.given.invocations)),
  },
  {
    ...{ name: 'users', label: 'Users', isOptional: true },
    value: ({ users }) => users,
    render: (row) => withIt(row, formatCount(row.users), true),
  },
  {
    ...{ name: 'success', label: 'Success' },
    value: ({ given }) => given.success_rate,
    render: (row) => withIt(row, formatPercent(row.given.success_rate, row.given.ended)),
  },
  {
    ...{ name: 'not_given', label: 'Without it', isOptional: true },
    value: ({ not_given }) => not_given.invocations,
    render: (row) => without(row, formatCount(row.not_given.invocations)),
  },
  {
    ...{ name: 'success_without', label: 'Success without' },
    value: ({ not_given }) => not_given.success_rate,
    render: (row) => without(row, formatPercent(row.not_given.success_rate, row.not_given.ended)),
  },
  {
    ...{ name: 'difference', label: 'Difference' },
    value: ({ difference }) => difference,
    render: ({ difference }) => (
      <span className={classes.difference} data-difference={difference}>
        {differences[difference]}
      </span>
    ),
  },
];

/** Flags that were given, and how success differs with and without each; nothing without flags. */
export function FlagsPanel({ flags }: { flags: readonly Flag[] }) {
  if (flags.length === 0) return null;
  return (
    <Panel
      title="Flags"
      note="Success with and without each flag. “Better” and “worse” are beyond chance."
      flush
    >
      <SortedTable
        name="flags"
        label="Flags"
        columns={columns}
        rows={flags}
        keyOf={({ flag }) => flag}
        dataOf={({ flag, given }) => ({ 'data-flag': flag, 'data-invocations': given.invocations })}
      />
    </Panel>
  );
}
