import { formatCount } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { rejectionsQuery } from '../api/queries.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { useScope } from '../url/use-scope.js';
import { NewestRefusedLink } from './newest-refused-link.js';
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
          <TableHead
            columns={[
              { label: 'Refused', kind: 'wide' },
              { label: 'Runs', kind: 'number' },
              { label: 'Newest', kind: 'number' },
            ]}
          />
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
                  <NewestRefusedLink invocationId={row.last_invocation_id} time={row.last_seen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
