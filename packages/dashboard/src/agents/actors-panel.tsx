import { formatCount, formatDuration, formatPercent, rateBase } from '@sonde/analytics/format';
import type { AgentReport } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import { actorLabel, errorLabel, type InvocationListFilter } from '../url/invocation-search.js';
import classes from './agents-page.module.css';

type Row = AgentReport['actors'][number];

export interface ActorsPanelProps {
  actors: readonly Row[];
  /** Invocations of all. */
  total: number;
}

/** One line for people, each coding agent, CI, and runs without a terminal. */
export function ActorsPanel({ actors, total }: ActorsPanelProps) {
  const link = (row: Row, text: string, filter: InvocationListFilter = {}) => (
    <InvocationsLink filter={{ actor: row.actor, ...filter }}>{text}</InvocationsLink>
  );
  const columns: SortedColumn<Row>[] = [
    {
      ...{ name: 'actor', label: 'Run by', kind: 'text' },
      value: ({ actor }) => actorLabel(actor),
      render: (row) => link(row, actorLabel(row.actor)),
    },
    {
      ...{ name: 'invocations', label: 'Invocations' },
      value: ({ invocations }) => invocations,
      render: (row) => link(row, formatCount(row.invocations)),
    },
    {
      ...{ name: 'share', label: 'Share', isOptional: true },
      value: ({ share }) => share,
      render: (row) => link(row, formatPercent(row.share, total)),
    },
    {
      ...{ name: 'users', label: 'Users', isOptional: true },
      value: ({ users }) => users,
      render: ({ actor, users }) => (
        <InvocationsLink filter={{ actor }} countsPeople>
          {formatCount(users)}
        </InvocationsLink>
      ),
    },
    {
      ...{ name: 'success', label: 'Success' },
      value: ({ success_rate }) => success_rate,
      render: (row) => link(row, formatPercent(row.success_rate, rateBase(row))),
    },
    {
      ...{ name: 'median', label: 'Median', isOptional: true },
      value: ({ duration_p50_ms }) => duration_p50_ms,
      render: (row) => link(row, formatDuration(row.duration_p50_ms)),
    },
    {
      ...{ name: 'p95', label: '95th pct.', isOptional: true },
      value: ({ duration_p95_ms }) => duration_p95_ms,
      render: (row) => link(row, formatDuration(row.duration_p95_ms)),
    },
    {
      ...{ name: 'repeated', label: 'Repeated' },
      value: ({ repeated }) => repeated,
      render: (row) => (
        <span data-invocations={row.repeated}>
          {link(row, formatCount(row.repeated), { repeated: true })}
        </span>
      ),
    },
    {
      ...{ name: 'errors', label: 'Error classes', kind: 'text', isWide: true, isOptional: true },
      value: ({ error_classes }) =>
        error_classes.length === 0
          ? null
          : error_classes.reduce((sum, { invocations }) => sum + invocations, 0),
      fileValue: ({ error_classes }) =>
        error_classes
          .map(({ error_class, invocations }) => `${errorLabel(error_class)} ${invocations}`)
          .join(', '),
      render: (row) => (
        <div className={classes.classes}>
          {row.error_classes.length === 0 && '–'}
          {row.error_classes.map(({ error_class, invocations }) => (
            <span key={error_class} data-error={error_class} data-invocations={invocations}>
              {link(row, `${errorLabel(error_class)} ${formatCount(invocations)}`, { error_class })}
            </span>
          ))}
        </div>
      ),
    },
  ];
  return (
    <Panel
      title="Who runs it"
      note="Repeated: the same person started the same command within a minute before."
      flush
    >
      <SortedTable
        label="Who runs it"
        columns={columns}
        rows={actors}
        keyOf={({ actor }) => actor}
        dataOf={({ actor, invocations }) => ({
          'data-actor': actor,
          'data-invocations': invocations,
        })}
      />
    </Panel>
  );
}
