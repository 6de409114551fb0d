import { formatCount } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { rejectionsQuery } from '../api/overview-queries.js';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
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
  const columns: SortedColumn<(typeof data.reasons)[number]>[] = [
    {
      ...{ name: 'command', label: 'Refused', kind: 'text', isWide: true },
      value: ({ command }) => command,
      render: (row) => (
        <>
          {row.command === '' ? 'unknown' : row.command}: {kindLabel(row.kind)}
          {row.nearest !== 'none' && row.nearest !== '' && (
            <>
              , close to <code>{row.nearest}</code>
            </>
          )}
          {severalTools && !startsWithTool(row) && <ToolName tool={row.tool} />}
        </>
      ),
    },
    {
      ...{ name: 'runs', label: 'Runs' },
      value: ({ runs }) => runs,
      render: ({ runs }) => formatCount(runs),
    },
    {
      ...{ name: 'last_seen', label: 'Newest' },
      value: ({ last_seen }) => last_seen,
      render: ({ last_invocation_id, last_seen }) => (
        <NewestRefusedLink invocationId={last_invocation_id} time={last_seen} />
      ),
    },
  ];
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
      <SortedTable
        name="refused"
        label="Refused arguments"
        columns={columns}
        rows={data.reasons}
        keyOf={({ tool, command, kind, nearest }) => `${tool} ${command} ${kind} ${nearest}`}
        fileColumns={[
          { name: 'kind', value: ({ kind }) => kind },
          { name: 'nearest', value: ({ nearest }) => nearest },
          { name: 'tool', value: ({ tool }) => tool },
        ]}
        dataOf={({ kind, runs }) => ({ 'data-rejection': kind, 'data-runs': runs })}
      />
    </Panel>
  );
}
