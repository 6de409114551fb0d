import { formatCount, formatDuration, formatPercent } from '@sonde/analytics/format';
import type { Overview } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { hasSeveralTools, ToolName } from './tool-name.js';

/** The most used commands. */
export function CommandsPanel({ commands }: { commands: Overview['commands'] }) {
  const severalTools = hasSeveralTools(commands);
  return (
    <Panel title="Top commands" flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Command
              </th>
              <th scope="col" className={table.number}>
                Invocations
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                Users
              </th>
              <th scope="col" className={table.number}>
                Success
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                Median
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                95th pct.
              </th>
            </tr>
          </thead>
          <tbody>
            {commands.map((row) => {
              const tool = severalTools ? { tool: [row.tool] } : {};
              const link = (text: string) =>
                row.command === '' ? (
                  text
                ) : (
                  <InvocationsLink scope={{ ...tool, command: [row.command] }}>
                    {text}
                  </InvocationsLink>
                );
              return (
                <tr
                  key={`${row.tool} ${row.command}`}
                  data-command={row.command}
                  data-tool={row.tool}
                >
                  <th scope="row" className={table.wide}>
                    {link(row.command === '' ? 'unknown' : row.command)}
                    {severalTools && <ToolName tool={row.tool} />}
                  </th>
                  <td className={table.number}>{link(formatCount(row.invocations))}</td>
                  <td className={`${table.number} ${table.optional}`}>
                    {link(formatCount(row.users))}
                  </td>
                  <td className={table.number}>
                    {link(formatPercent(row.success_rate, row.invocations))}
                  </td>
                  <td className={`${table.number} ${table.optional}`}>
                    {link(formatDuration(row.duration_p50_ms))}
                  </td>
                  <td className={`${table.number} ${table.optional}`}>
                    {link(formatDuration(row.duration_p95_ms))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
