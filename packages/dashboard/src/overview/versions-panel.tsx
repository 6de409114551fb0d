import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { Overview } from '../api/responses.js';
import { formatDay, formatInstant } from '../format/time.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { useZone } from '../url/use-scope.js';
import { hasSeveralTools, ToolName } from './tool-name.js';
import classes from './versions-panel.module.css';

export interface VersionsPanelProps {
  versions: Overview['versions'];
  /** Invocations of all versions. */
  total: number;
  /** Start of the range, if there is earlier data: versions first seen later are new. */
  newSince: string | null;
}

/** The versions in use by tool, newest first. */
export function VersionsPanel({ versions, total, newSince }: VersionsPanelProps) {
  const zone = useZone();
  const severalTools = hasSeveralTools(versions);
  return (
    <Panel title="Versions" flush>
      <div className={table.scroll}>
        <table className={table.table}>
          <TableHead
            columns={[
              { label: 'Version', kind: 'wide' },
              { label: 'First seen', isOptional: true },
              { label: 'Invocations', kind: 'number' },
              { label: 'Users', kind: 'number', isOptional: true },
              { label: 'Success', kind: 'number' },
            ]}
          />
          <tbody>
            {versions.map((row) => {
              const tool = severalTools ? { tool: [row.tool] } : {};
              const link = (text: string) =>
                row.version === '' ? (
                  text
                ) : (
                  <InvocationsLink scope={{ ...tool, version: [row.version] }}>
                    {text}
                  </InvocationsLink>
                );
              return (
                <tr
                  key={`${row.tool} ${row.version}`}
                  data-version={row.version}
                  data-tool={row.tool}
                >
                  <th scope="row" className={table.wide}>
                    {link(row.version === '' ? 'unknown' : row.version)}
                    {severalTools && <ToolName tool={row.tool} />}
                    {newSince !== null && row.first_seen >= newSince && (
                      <span className={classes.new}>new</span>
                    )}
                  </th>
                  <td
                    className={`${table.quiet} ${table.optional}`}
                    title={formatInstant(row.first_seen, zone)}
                  >
                    {formatDay(row.first_seen, Date.now(), zone)}
                  </td>
                  <td className={table.number}>
                    {link(formatCount(row.invocations))}{' '}
                    <span className={`${table.quiet} ${table.optional}`}>
                      {formatPercent(row.invocations / total, total)}
                    </span>
                  </td>
                  <td className={`${table.number} ${table.optional}`}>
                    {link(formatCount(row.users))}
                  </td>
                  <td className={table.number}>
                    {link(formatPercent(row.success_rate, row.invocations))}
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
