import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { FlowComparison } from '../api/responses.js';
import { TableDownload } from '../downloads/table-download.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import table from '../layout/table.module.css';
import classes from './comparison-table.module.css';

type Stage = FlowComparison['stages'][number];

export interface ComparisonTableProps {
  comparison: FlowComparison;
  label: string;
  otherLabel: string;
  note: string;
}

/** Both sides of a comparison, one line per stage. */
export function ComparisonTable({ comparison, label, otherLabel, note }: ComparisonTableProps) {
  const { flow, runs, other, stages } = comparison;
  // The other side has its own range or version, and all other filters of the page.
  const otherScope =
    other.version === null
      ? { range: undefined, from: other.from, to: other.to }
      : { version: [other.version] };
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table} aria-label="Comparison">
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Stage
              </th>
              <th scope="col" colSpan={2} className={table.number}>
                {label}
              </th>
              <th scope="col" colSpan={2} className={table.number}>
                {otherLabel}
              </th>
              <th scope="col" className={table.number}>
                Difference
              </th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((stage) => {
              const filter = { flow, flow_reached: stage.id };
              return (
                <tr key={stage.id} data-compared={stage.id} data-verdict={stage.verdict}>
                  <th scope="row" className={table.wide}>
                    {stage.name}
                  </th>
                  <td className={table.number} data-runs={stage.reached}>
                    <InvocationsLink filter={filter}>{formatCount(stage.reached)}</InvocationsLink>
                  </td>
                  <td className={`${table.number} ${table.quiet}`}>
                    {formatPercent(stage.from_start, runs)}
                  </td>
                  <td className={table.number} data-runs={stage.other_reached}>
                    <InvocationsLink filter={filter} scope={otherScope}>
                      {formatCount(stage.other_reached)}
                    </InvocationsLink>
                  </td>
                  <td className={`${table.number} ${table.quiet}`}>
                    {formatPercent(stage.other_from_start, other.runs)}
                  </td>
                  <td className={table.number}>{describeDifference(stage)}</td>
                  <td>
                    {stage.kind !== 'started' && (
                      <span className={classes.verdict} data-verdict={stage.verdict}>
                        {verdicts[stage.verdict]}
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className={classes.note}>{note}</p>
      <TableDownload
        of="Comparison"
        columns={() => [
          { name: 'stage', cells: stages.map(({ id }) => id) },
          ...fileColumns.map((name) => ({ name, cells: stages.map((stage) => stage[name]) })),
        ]}
      />
    </>
  );
}

/** Named as in the API. */
const fileColumns = [
  'reached',
  'from_start',
  'other_reached',
  'other_from_start',
  'difference',
  'low',
  'high',
  'verdict',
] as const;

const verdicts: Record<Stage['verdict'], string> = {
  higher: 'higher',
  lower: 'lower',
  noise: 'may be chance',
  unknown: 'too few people',
};

function describeDifference({ difference, low, high }: Stage): string {
  if (difference === null || low === null || high === null) return '';
  return `${points(difference)} (${points(low)} to ${points(high)})`;
}

/** Percentage points with a sign. */
function points(share: number): string {
  const text = (100 * share).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return share > 0 ? `+${text}` : text.replace('-', '−');
}
