import { formatCount, formatPercent, pointChange } from '@sonde/analytics/format';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import type { Overview } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { toolLabel } from '../url/scope-search.js';
import classes from './regressions-panel.module.css';
import { hasSeveralTools, ToolName } from './tool-name.js';

export interface RegressionsPanelProps {
  regressions: Overview['regressions'];
  versions: Overview['versions'];
}

/** Commands that succeed less often in the newest release than in the previous one. */
export function RegressionsPanel({ regressions, versions }: RegressionsPanelProps) {
  const first = regressions[0];
  if (first === undefined) {
    return (
      <Panel title="What got worse">
        <p className={classes.none}>
          {!hasTwoReleases(versions)
            ? 'The range must include two releases of a tool to compare them.'
            : 'Nothing: in the newest release, no command fails significantly more often.'}
        </p>
      </Panel>
    );
  }
  const severalTools = hasSeveralTools(versions);
  return (
    <Panel
      title="What got worse"
      note={
        severalTools
          ? 'Newest release of each tool compared with the previous one; only significant differences'
          : `${first.version} compared with ${first.previous_version}; only significant differences`
      }
      flush
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Command
              </th>
              <th scope="col" className={table.number}>
                Success rate
              </th>
              <th scope="col" className={table.number}>
                Change
              </th>
              <th scope="col" className={`${table.number} ${table.optional}`}>
                Invocations
              </th>
            </tr>
          </thead>
          <tbody>
            {regressions.map((row) => {
              const tool = severalTools ? { tool: [row.tool] } : {};
              const base = Math.min(row.invocations, row.previous_invocations);
              const link = (version: string, text: string) => (
                <InvocationsLink scope={{ ...tool, command: [row.command], version: [version] }}>
                  {text}
                </InvocationsLink>
              );
              return (
                <tr
                  key={`${row.tool} ${row.command}`}
                  data-regression={row.command}
                  data-tool={row.tool}
                >
                  <th scope="row" className={table.wide}>
                    {link(row.version, row.command)}
                    {severalTools && <ToolName tool={`${toolLabel(row.tool)} ${row.version}`} />}
                  </th>
                  <td className={table.number}>
                    {link(
                      row.previous_version,
                      formatPercent(row.previous_success_rate, row.previous_invocations),
                    )}{' '}
                    <IconArrowNarrowRight size={14} className={classes.arrow} aria-label="to" />{' '}
                    {link(row.version, formatPercent(row.success_rate, row.invocations))}
                  </td>
                  <td className={`${table.number} ${classes.worse}`}>
                    <InvocationsLink
                      scope={{ ...tool, command: [row.command], version: [row.version] }}
                      filter={{ status: 'failed' }}
                    >
                      −{pointChange(row.success_rate, row.previous_success_rate, base)?.text}
                    </InvocationsLink>
                  </td>
                  <td className={`${table.number} ${table.optional}`}>
                    {link(row.previous_version, formatCount(row.previous_invocations))}{' '}
                    <IconArrowNarrowRight size={14} className={classes.arrow} aria-label="to" />{' '}
                    {link(row.version, formatCount(row.invocations))}
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

function hasTwoReleases(versions: Overview['versions']): boolean {
  const releases = versions.filter(({ version }) => /^\d/.test(version)).map(({ tool }) => tool);
  return new Set(releases).size < releases.length;
}
