import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { AgentReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import { hasSeveralTools } from '../overview/tool-name.js';
import { actorLabel } from '../url/invocation-search.js';
import { commandColumn } from './command-column.js';

type Row = AgentReport['repeats'][number];

/** The commands that are tried again most often. */
export function RepeatsPanel({ repeats }: { repeats: readonly Row[] }) {
  const severalTools = hasSeveralTools(repeats);
  const link = ({ tool, command, actor }: Row, count: number, isRepeated: boolean) => (
    <span data-invocations={count}>
      <InvocationsLink
        scope={{ ...(severalTools && { tool: [tool] }), command: [command] }}
        filter={{ actor, ...(isRepeated && { repeated: true }) }}
      >
        {formatCount(count)}
      </InvocationsLink>
    </span>
  );
  const columns: SortedColumn<Row>[] = [
    commandColumn(severalTools),
    {
      ...{ name: 'actor', label: 'Run by', kind: 'text' },
      value: ({ actor }) => actorLabel(actor),
      render: ({ actor }) => actorLabel(actor),
    },
    {
      ...{ name: 'repeated', label: 'Repeated' },
      value: ({ repeated }) => repeated,
      render: (row) => (
        <>
          {link(row, row.repeated, true)}{' '}
          <span className={`${table.quiet} ${table.optional}`}>
            {formatPercent(row.repeated / row.invocations, row.invocations)}
          </span>
        </>
      ),
    },
    {
      ...{ name: 'invocations', label: 'Of' },
      value: ({ invocations }) => invocations,
      render: (row) => link(row, row.invocations, false),
    },
  ];
  return (
    <Panel
      title="Repeated within a minute"
      note="Attempts by the same person at the same command"
      flush={repeats.length > 0}
    >
      {repeats.length === 0 ? (
        <p className={none.none}>No attempt was repeated within a minute.</p>
      ) : (
        <SortedTable
          name="repeats"
          label="Repeated within a minute"
          columns={columns}
          rows={repeats}
          keyOf={({ tool, command, actor }) => `${tool}\n${command}\n${actor}`}
          fileColumns={[{ name: 'tool', value: ({ tool }) => tool }]}
          dataOf={({ repeated, actor }) => ({ 'data-repeated': repeated, 'data-actor': actor })}
        />
      )}
    </Panel>
  );
}
