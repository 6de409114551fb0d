import { formatCount, formatDuration } from '@sonde/analytics/format';
import type { FlowTimes } from '../api/responses.js';
import type { FileColumn } from '../downloads/save-table.js';
import { TableDownload } from '../downloads/table-download.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { type TableColumn, TableHead } from '../layout/table-head.js';
import type { InvocationListFilter } from '../url/invocation-search.js';

type Stage = FlowTimes['stages'][number];

const columns: readonly TableColumn[] = [
  { label: 'Stage', kind: 'wide' },
  { label: 'Timed', kind: 'number' },
  { label: 'Median', kind: 'number' },
  { label: 'p90', kind: 'number', isOptional: true },
  { label: 'Stopped', kind: 'number' },
  { label: 'After (median)', kind: 'number' },
  { label: 'After (p90)', kind: 'number', isOptional: true },
];

/** How long runs take to get from stage to stage, and how long after their start they stop. */
export function StageTimesPanel({ times: { flow, stages } }: { times: FlowTimes }) {
  const shown = stages.filter(
    ({ from_previous, until_stopped }) =>
      (from_previous?.runs ?? 0) > 0 || (until_stopped?.runs ?? 0) > 0,
  );
  if (shown.length === 0) return null;
  return (
    <Panel
      title="Time by stage"
      note="From the reported stage before; and from the start, for runs that stopped there"
      flush
    >
      <div className={table.scroll}>
        <table className={table.table} aria-label="Time by stage">
          <TableHead columns={columns} />
          <tbody>
            {shown.map((stage) => (
              <tr key={stage.id} data-stage-times={stage.id}>
                <th scope="row" className={table.wide}>
                  {stage.name}
                </th>
                <Times
                  spread={stage.from_previous}
                  count="timed"
                  filter={{ flow, flow_timed: stage.id }}
                />
                <Times
                  spread={stage.until_stopped}
                  count="stopped"
                  filter={{ flow, flow_stopped_at: stage.id }}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TableDownload
        of="Time by stage"
        columns={() => [
          { name: 'stage', cells: shown.map(({ id }) => id) },
          ...spreadColumns(
            'from_previous',
            shown.map(({ from_previous }) => from_previous),
          ),
          ...spreadColumns(
            'until_stopped',
            shown.map(({ until_stopped }) => until_stopped),
          ),
        ]}
      />
    </Panel>
  );
}

const spreadColumns = (name: string, spreads: readonly Stage['from_previous'][]): FileColumn[] => [
  { name: `${name}_runs`, cells: spreads.map((spread) => spread?.runs ?? null) },
  { name: `${name}_p50_ms`, cells: spreads.map((spread) => spread?.p50_ms ?? null) },
  { name: `${name}_p90_ms`, cells: spreads.map((spread) => spread?.p90_ms ?? null) },
];

interface TimesProps {
  spread: Stage['from_previous'];
  count: string;
  /** Of the list of these runs. */
  filter: InvocationListFilter;
}

function Times({ spread, count, filter }: TimesProps) {
  const isKnown = spread !== null && spread.runs > 0;
  const link = (text: string) => <InvocationsLink filter={filter}>{text}</InvocationsLink>;
  return (
    <>
      <td className={table.number} data-count={count} data-runs={spread?.runs}>
        {isKnown && link(formatCount(spread.runs))}
      </td>
      <td className={table.number}>{isKnown && link(formatDuration(spread.p50_ms))}</td>
      <td className={`${table.number} ${table.optional} ${table.quiet}`}>
        {isKnown && link(formatDuration(spread.p90_ms))}
      </td>
    </>
  );
}
