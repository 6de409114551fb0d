import { formatCount, formatPercent, formatQuantity } from '@sonde/analytics/format';
import type { Adoption } from '../api/responses.js';
import { formatDay, formatInstant } from '../format/time.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import { useZone } from '../url/use-scope.js';

/** How fast people took up each release of the range. */
export function UptakePanel({ uptake }: { uptake: Adoption['uptake'] }) {
  const zone = useZone();
  const severalTools = hasSeveralTools(uptake);
  return (
    <Panel
      title="How fast releases are taken up"
      note="Until half and 90% of the people of the last 28 days use the release or a newer version"
      flush
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <TableHead
            columns={[
              { label: 'Release', kind: 'wide' },
              { label: 'First seen', isOptional: true },
              { label: 'Half', kind: 'number' },
              { label: '90%', kind: 'number' },
              { label: 'At the end', kind: 'number' },
            ]}
          />
          <tbody>
            {uptake.map((release) => (
              <tr
                key={`${release.tool} ${release.version}`}
                data-release={release.version}
                data-half={release.half_days ?? 'none'}
              >
                <th scope="row" className={table.wide}>
                  <InvocationsLink scope={{ tool: [release.tool], version: [release.version] }}>
                    {release.version}
                  </InvocationsLink>
                  {severalTools && <ToolName tool={release.tool} />}
                </th>
                <td
                  className={`${table.quiet} ${table.optional}`}
                  title={formatInstant(release.first_seen, zone)}
                >
                  {formatDay(release.first_seen, Date.now(), zone)}
                </td>
                <td className={table.number}>{daysOf(release.half_days)}</td>
                <td className={table.number}>{daysOf(release.most_days)}</td>
                <td className={table.number}>
                  {formatCount(release.users)} of {formatCount(release.of_users)}{' '}
                  <span className={`${table.quiet} ${table.optional}`}>
                    {release.of_users > 0 &&
                      formatPercent(release.users / release.of_users, release.of_users)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function daysOf(days: number | null): string {
  if (days === null) return 'not yet';
  return days === 0 ? 'same day' : formatQuantity(days, 'day');
}
