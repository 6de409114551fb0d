import { formatCount } from '@sonde/analytics/format';
import type { AgentReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import { NewestRefusedLink } from '../overview/newest-refused-link.js';
import { kindLabel } from '../overview/rejections-panel.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';

type Row = AgentReport['usage_errors'][number];

/** Refused arguments by the declared name that they were near, and by who typed them. */
export function UsageErrorsPanel({ errors }: { errors: readonly Row[] }) {
  const severalTools = hasSeveralTools(errors);
  const columns: SortedColumn<Row>[] = [
    {
      ...{ name: 'nearest', label: 'Nearest name', kind: 'text', isWide: true },
      value: nearestOf,
      render: (row) => (
        <>
          {nearestOf(row) === null ? 'none near' : <code>{row.nearest}</code>}{' '}
          <span className={table.quiet}>
            {row.command === '' ? '' : `${row.command}: `}
            {kindLabel(row.kind)}
          </span>
          {severalTools && <ToolName tool={row.tool} />}
        </>
      ),
    },
    {
      ...{ name: 'people', label: 'People' },
      value: ({ person }) => person,
      render: ({ person }) => formatCount(person),
    },
    {
      ...{ name: 'agents', label: 'Agents' },
      value: ({ agent }) => agent,
      render: ({ agent }) => formatCount(agent),
    },
    {
      ...{ name: 'others', label: 'Others', isOptional: true },
      value: othersOf,
      render: (row) => formatCount(othersOf(row)),
    },
    {
      ...{ name: 'last_seen', label: 'Newest' },
      value: ({ last_seen }) => last_seen,
      render: ({ last_invocation_id, last_seen }) => (
        <NewestRefusedLink invocationId={last_invocation_id} time={last_seen} />
      ),
    },
  ];
  return (
    <Panel
      title="Refused arguments by the nearest name"
      note="Runs that stopped at their arguments. They are no invocations."
      flush={errors.length > 0}
    >
      {errors.length === 0 ? (
        <p className={none.none}>No run was refused, or the tools do not report it.</p>
      ) : (
        <SortedTable
          name="refused"
          label="Refused arguments by the nearest name"
          columns={columns}
          rows={errors}
          keyOf={({ tool, command, kind, nearest }) => `${tool}\n${command}\n${kind}\n${nearest}`}
          fileColumns={[
            { name: 'command', value: ({ command }) => command },
            { name: 'kind', value: ({ kind }) => kind },
            { name: 'tool', value: ({ tool }) => tool },
          ]}
          dataOf={({ nearest, runs }) => ({ 'data-usage-error': nearest, 'data-runs': runs })}
        />
      )}
    </Panel>
  );
}

const nearestOf = ({ nearest }: Row) => (nearest === 'none' || nearest === '' ? null : nearest);

const othersOf = ({ ci, no_terminal, unknown }: Row) => ci + no_terminal + unknown;
