import { formatCount } from '@sonde/analytics/format';
import type { AgentReport } from '../api/responses.js';
import none from '../flows/none.module.css';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { NewestRefusedLink } from '../overview/newest-refused-link.js';
import { kindLabel } from '../overview/rejections-panel.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';

/** Refused arguments by the declared name that they were near, and by who typed them. */
export function UsageErrorsPanel({ errors }: { errors: AgentReport['usage_errors'] }) {
  const severalTools = hasSeveralTools(errors);
  return (
    <Panel
      title="Refused arguments by the nearest name"
      note="Runs that stopped at their arguments. They are no invocations."
      flush={errors.length > 0}
    >
      {errors.length === 0 ? (
        <p className={none.none}>No run was refused, or the tools do not report it.</p>
      ) : (
        <div className={table.scroll}>
          <table className={table.table}>
            <TableHead
              columns={[
                { label: 'Nearest name', kind: 'wide' },
                { label: 'People', kind: 'number' },
                { label: 'Agents', kind: 'number' },
                { label: 'Others', kind: 'number', isOptional: true },
                { label: 'Newest', kind: 'number' },
              ]}
            />
            <tbody>
              {errors.map((row) => (
                <tr
                  key={`${row.tool}\n${row.command}\n${row.kind}\n${row.nearest}`}
                  data-usage-error={row.nearest}
                  data-runs={row.runs}
                >
                  <th scope="row" className={table.wide}>
                    {row.nearest === 'none' || row.nearest === '' ? (
                      'none near'
                    ) : (
                      <code>{row.nearest}</code>
                    )}{' '}
                    <span className={table.quiet}>
                      {row.command === '' ? '' : `${row.command}: `}
                      {kindLabel(row.kind)}
                    </span>
                    {severalTools && <ToolName tool={row.tool} />}
                  </th>
                  <td className={table.number}>{formatCount(row.person)}</td>
                  <td className={table.number}>{formatCount(row.agent)}</td>
                  <td className={`${table.number} ${table.optional}`}>
                    {formatCount(row.ci + row.no_terminal + row.unknown)}
                  </td>
                  <td className={table.number}>
                    <NewestRefusedLink invocationId={row.last_invocation_id} time={row.last_seen} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
