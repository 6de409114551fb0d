import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { AgentReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import { hasSeveralTools } from '../overview/tool-name.js';
import { commandColumn } from './command-column.js';

type Row = AgentReport['harder_commands'][number];

/** Commands that coding agents fail at and people do not. */
export function HarderCommandsPanel({ commands }: { commands: readonly Row[] }) {
  const severalTools = hasSeveralTools(commands);
  const link = (
    { tool, command, agents, people }: Row,
    actor: 'agent' | 'person',
    text: string,
  ) => (
    <span data-invocations={actor === 'agent' ? agents.invocations : people.invocations}>
      <InvocationsLink
        scope={{ ...(severalTools && { tool: [tool] }), command: [command] }}
        filter={{ actor }}
      >
        {text}
      </InvocationsLink>
    </span>
  );
  const columns: SortedColumn<Row>[] = [
    commandColumn(severalTools),
    {
      ...{ name: 'agents', label: 'By agents', isOptional: true },
      value: ({ agents }) => agents.invocations,
      render: (row) => link(row, 'agent', formatCount(row.agents.invocations)),
    },
    {
      ...{ name: 'agents_success', label: 'Agents’ success' },
      value: ({ agents }) => agents.success_rate,
      render: (row) => link(row, 'agent', formatPercent(row.agents.success_rate, row.agents.ended)),
    },
    {
      ...{ name: 'people', label: 'By people', isOptional: true },
      value: ({ people }) => people.invocations,
      render: (row) => link(row, 'person', formatCount(row.people.invocations)),
    },
    {
      ...{ name: 'people_success', label: 'People’s success' },
      value: ({ people }) => people.success_rate,
      render: (row) =>
        link(row, 'person', formatPercent(row.people.success_rate, row.people.ended)),
    },
  ];
  return (
    <Panel
      title="What agents fail at and people do not"
      note="Success of all coding agents together, below that of people by more than chance"
      flush={commands.length > 0}
    >
      {commands.length === 0 ? (
        <p className={none.none}>
          No command. A comparison needs 20 ended invocations by agents, and 20 by people.
        </p>
      ) : (
        <SortedTable
          name="harder"
          label="What agents fail at and people do not"
          columns={columns}
          rows={commands}
          keyOf={({ tool, command }) => `${tool}\n${command}`}
          fileColumns={[{ name: 'tool', value: ({ tool }) => tool }]}
          dataOf={({ command }) => ({ 'data-harder': command })}
        />
      )}
    </Panel>
  );
}
