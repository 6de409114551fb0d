import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { AgentReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import { actorLabel } from '../url/invocation-search.js';

/** The commands that are tried again most often. */
export function RepeatsPanel({ repeats }: { repeats: AgentReport['repeats'] }) {
  const severalTools = hasSeveralTools(repeats);
  return (
    <Panel
      title="Repeated within a minute"
      note="Attempts by the same person at the same command"
      flush={repeats.length > 0}
    >
      {repeats.length === 0 ? (
        <p className={none.none}>No attempt was repeated within a minute.</p>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <TableHead
              columns={[
                { label: 'Command', kind: 'wide' },
                { label: 'Run by' },
                { label: 'Repeated', kind: 'number' },
                { label: 'Of', kind: 'number' },
              ]}
            />
            <tbody>
              {repeats.map(({ tool, command, actor, invocations, repeated }) => {
                const link = (text: string, isRepeated: boolean) => (
                  <InvocationsLink
                    scope={{ ...(severalTools && { tool: [tool] }), command: [command] }}
                    filter={{ actor, ...(isRepeated && { repeated: true }) }}
                  >
                    {text}
                  </InvocationsLink>
                );
                return (
                  <tr
                    key={`${tool}\n${command}\n${actor}`}
                    data-repeated={repeated}
                    data-actor={actor}
                  >
                    <th scope="row" className={table.wide}>
                      {command}
                      {severalTools && <ToolName tool={tool} />}
                    </th>
                    <td>{actorLabel(actor)}</td>
                    <td className={table.number} data-invocations={repeated}>
                      {link(formatCount(repeated), true)}{' '}
                      <span className={`${table.quiet} ${table.optional}`}>
                        {formatPercent(repeated / invocations, invocations)}
                      </span>
                    </td>
                    <td className={table.number} data-invocations={invocations}>
                      {link(formatCount(invocations), false)}
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
