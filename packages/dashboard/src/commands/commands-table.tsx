import {
  type Change,
  formatCount,
  formatDuration,
  formatPercent,
  pointChange,
  rateBase,
  relativeChange,
} from '@sonde/analytics/format';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CommandList } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import linkClasses from '../invocations/invocations-link.module.css';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import { ChangeNote } from '../overview/change-note.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import { useScope } from '../url/use-scope.js';

type Row = CommandList['commands'][number];

/** What a row's number is, and how it changed. */
interface Metric {
  name: string;
  label: string;
  value: (row: Row) => number | null;
  format: (row: Row) => string;
  change: (row: Row) => Change | null;
  better: 'up' | 'down';
}

const change = (read: (row: Omit<Row, 'tool' | 'command' | 'previous'>) => number | null) => {
  return (row: Row) => relativeChange(read(row), row.previous === null ? null : read(row.previous));
};

const metrics: readonly Metric[] = [
  {
    ...{ name: 'invocations', label: 'Invocations', better: 'up' },
    value: ({ invocations }) => invocations,
    format: ({ invocations }) => formatCount(invocations),
    change: change(({ invocations }) => invocations),
  },
  {
    ...{ name: 'users', label: 'Users', better: 'up' },
    value: ({ users }) => users,
    format: ({ users }) => formatCount(users),
    change: change(({ users }) => users),
  },
  {
    ...{ name: 'success', label: 'Success', better: 'up' },
    value: ({ success_rate }) => success_rate,
    format: (row) => formatPercent(row.success_rate, rateBase(row)),
    change: (row) =>
      pointChange(
        row.success_rate,
        row.previous?.success_rate,
        Math.min(rateBase(row), row.previous === null ? 0 : rateBase(row.previous)),
      ),
  },
  {
    ...{ name: 'median', label: 'Median', better: 'down' },
    value: ({ duration_p50_ms }) => duration_p50_ms,
    format: ({ duration_p50_ms }) => formatDuration(duration_p50_ms),
    change: change(({ duration_p50_ms }) => duration_p50_ms),
  },
  {
    ...{ name: 'p95', label: '95th pct.', better: 'down' },
    value: ({ duration_p95_ms }) => duration_p95_ms,
    format: ({ duration_p95_ms }) => formatDuration(duration_p95_ms),
    change: change(({ duration_p95_ms }) => duration_p95_ms),
  },
];

/** One line per command; every number opens its invocations. */
export function CommandsTable({ commands }: { commands: Row[] }) {
  const severalTools = hasSeveralTools(commands);
  const scope = useScope();
  const hasPrevious = commands.some(({ previous }) => previous !== null);
  const toolOf = ({ tool }: Row) => (severalTools ? { tool: [tool] } : {});
  const link = (row: Row, content: ReactNode, countsPeople: boolean) => (
    <InvocationsLink scope={{ ...toolOf(row), command: [row.command] }} countsPeople={countsPeople}>
      {content}
    </InvocationsLink>
  );
  const columns: SortedColumn<Row>[] = [
    {
      ...{ name: 'command', label: 'Command', kind: 'text', isWide: true },
      value: ({ command }) => command,
      render: (row) => (
        <>
          <Link
            to="/commands/$command"
            params={{ command: row.command }}
            search={{ ...scope, ...toolOf(row) }}
            className={linkClasses.link}
          >
            {row.command}
          </Link>
          {severalTools && <ToolName tool={row.tool} />}
        </>
      ),
    },
    ...metrics.flatMap(({ name, label, value, format, change, better }): SortedColumn<Row>[] => {
      const column = {
        ...{ name, label, value, isOptional: name !== 'invocations' && name !== 'success' },
        render: (row: Row) => link(row, format(row), name === 'users'),
      };
      if (!hasPrevious) return [column];
      const changed = {
        ...{ name: `${name}_change`, label: 'Change', isOptional: true },
        value: (row: Row) =>
          differenceOf(
            value(row),
            row.previous === null ? null : value({ ...row, ...row.previous }),
          ),
        render: (row: Row) => (
          <ChangeNote
            isShort
            better={better}
            change={change(row)}
            before={row.previous === null ? '' : format({ ...row, ...row.previous })}
          />
        ),
      };
      return [column, changed];
    }),
  ];
  return (
    <SortedTable
      label="Commands"
      columns={columns}
      rows={commands}
      keyOf={(row) => `${row.tool}\n${row.command}`}
      fileColumns={[{ name: 'tool', value: ({ tool }) => tool }]}
      dataOf={({ tool, command, invocations }) => ({
        'data-command': command,
        'data-tool': tool,
        'data-invocations': invocations,
      })}
    />
  );
}

/** Rates by points; others by their ratio, like the note. */
function differenceOf(now: number | null, before: number | null): number | null {
  if (now === null || before === null) return null;
  return before === 0 ? null : now / before;
}
