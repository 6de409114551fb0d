import { formatCount } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { rejectionsQuery } from '../api/queries.js';
import { formatAgo } from '../format/time.js';
import classes from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { useScope, useZone } from '../url/use-scope.js';
import { hasSeveralTools, ToolName } from './tool-name.js';

/** What was refused, in words; an unknown kind is shown unchanged. */
const kindWords: Record<string, string> = {
  unknown_command: 'unknown command',
  unknown_flag: 'unknown option',
  missing_argument: 'missing argument',
  invalid_value: 'invalid value',
};

export const kindLabel = (kind: string): string => kindWords[kind] ?? kind;

const startsWithTool = ({ command, tool }: { command: string; tool: string }): boolean =>
  command === tool || command.startsWith(`${tool} `);

/** Runs whose arguments the tool refused; nothing if there are none. */
export function RejectionsPanel() {
  const scope = useScope();
  const zone = useZone();
  const { data } = useQuery(rejectionsQuery(scope));
  if (data === undefined || data.runs === 0) return null;
  const severalTools = hasSeveralTools(data.reasons);
  return (
    <Panel
      title="Refused arguments"
      note={
        data.runs === 1
          ? '1 run stopped at its arguments. It is not counted as an invocation.'
          : `${formatCount(data.runs)} runs stopped at their arguments. They are not counted as invocations.`
      }
      flush
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Refused
              </th>
              <th scope="col" className={table.number}>
                Runs
              </th>
              <th scope="col" className={table.number}>
                Newest
              </th>
            </tr>
          </thead>
          <tbody>
            {data.reasons.map((row) => (
              <tr
                key={`${row.tool} ${row.command} ${row.kind} ${row.nearest}`}
                data-rejection={row.kind}
                data-runs={row.runs}
              >
                <th scope="row" className={table.wide}>
                  {row.command === '' ? 'unknown' : row.command}: {kindLabel(row.kind)}
                  {row.nearest !== 'none' && row.nearest !== '' && (
                    <>
                      , close to <code>{row.nearest}</code>
                    </>
                  )}
                  {severalTools && !startsWithTool(row) && <ToolName tool={row.tool} />}
                </th>
                <td className={table.number}>{formatCount(row.runs)}</td>
                <td className={table.number}>
                  <Link
                    to="/invocations/$invocationId"
                    params={{ invocationId: row.last_invocation_id }}
                    search={scope}
                    className={classes.link}
                    aria-label={`Newest refused run, ${formatAgo(row.last_seen, Date.now(), zone)}`}
                  >
                    {formatAgo(row.last_seen, Date.now(), zone)}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
