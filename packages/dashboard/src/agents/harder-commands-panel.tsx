import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { AgentReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';

/** Commands that coding agents fail at and people do not. */
export function HarderCommandsPanel({ commands }: { commands: AgentReport['harder_commands'] }) {
  const severalTools = hasSeveralTools(commands);
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
        <div className={table.scroll}>
          <table className={table.table}>
            <TableHead
              columns={[
                { label: 'Command', kind: 'wide' },
                { label: 'By agents', kind: 'number', isOptional: true },
                { label: 'Agents’ success', kind: 'number' },
                { label: 'By people', kind: 'number', isOptional: true },
                { label: 'People’s success', kind: 'number' },
              ]}
            />
            <tbody>
              {commands.map(({ tool, command, agents, people }) => {
                const link = (actor: 'agent' | 'person', text: string) => (
                  <InvocationsLink
                    scope={{ ...(severalTools && { tool: [tool] }), command: [command] }}
                    filter={{ actor }}
                  >
                    {text}
                  </InvocationsLink>
                );
                return (
                  <tr key={`${tool}\n${command}`} data-harder={command}>
                    <th scope="row" className={table.wide}>
                      {command}
                      {severalTools && <ToolName tool={tool} />}
                    </th>
                    <td
                      className={`${table.number} ${table.optional}`}
                      data-invocations={agents.invocations}
                    >
                      {link('agent', formatCount(agents.invocations))}
                    </td>
                    <td className={table.number} data-invocations={agents.invocations}>
                      {link('agent', formatPercent(agents.success_rate, agents.ended))}
                    </td>
                    <td
                      className={`${table.number} ${table.optional}`}
                      data-invocations={people.invocations}
                    >
                      {link('person', formatCount(people.invocations))}
                    </td>
                    <td className={table.number} data-invocations={people.invocations}>
                      {link('person', formatPercent(people.success_rate, people.ended))}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
