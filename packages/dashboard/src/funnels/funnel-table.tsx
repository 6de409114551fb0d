import { formatCount, formatDuration, formatPercent } from '@sonde/analytics/format';
import type { FreeFunnel } from '../api/responses.js';
import bars from '../events/count-table.module.css';
import { InvocationsLink } from '../invocations/invocations-link.js';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { type FunnelChoice, listOfStep } from '../url/funnel-search.js';
import { describeStep } from './describe-step.js';
import classes from './funnel-table.module.css';

export interface FunnelTableProps {
  funnel: FreeFunnel;
  choice: FunnelChoice;
}

/** The steps of a free funnel with their counts, each with a bar relative to the first. */
export function FunnelTable({ funnel: { per, steps }, choice }: FunnelTableProps) {
  const texts = choice.step ?? [];
  const first = steps[0]?.subjects ?? 0;
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label="Steps of the funnel">
        <TableHead
          columns={[
            { label: 'Step', kind: 'wide' },
            { label: per === 'person' ? 'People' : 'Invocations', kind: 'number' },
            { label: 'Of previous', kind: 'number' },
            { label: 'Of first', kind: 'number' },
            { label: 'Median time', kind: 'number', isOptional: true },
          ]}
        />
        <tbody>
          {steps.map(({ event, known, subjects, from_previous, from_start, time_p50_ms }, i) => {
            const previous = steps[i - 1]?.subjects ?? 0;
            const opens = (text: string) =>
              subjects === 0 ? (
                <span className={table.quiet}>{text}</span>
              ) : (
                <InvocationsLink filter={listOfStep(choice, i + 1)}>{text}</InvocationsLink>
              );
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step can occur twice.
              <tr key={i} data-funnel-step={i + 1} data-invocations={subjects} data-known={known}>
                <th scope="row" className={table.wide}>
                  {i + 1}. {describeStep(texts[i] ?? event)}
                  {!known && <span className={classes.unknown}>never seen</span>}
                  <span className={bars.track} aria-hidden>
                    {subjects > 0 && (
                      <span
                        className={bars.bar}
                        style={{ width: `${(subjects / first) * 100}%` }}
                      />
                    )}
                  </span>
                </th>
                <td className={table.number}>{opens(formatCount(subjects))}</td>
                <td className={table.number}>
                  {i === 0 ? '' : formatPercent(from_previous, previous)}
                </td>
                <td className={table.number}>{formatPercent(from_start, first)}</td>
                <td className={`${table.number} ${table.optional}`}>
                  {i > 0 && opens(formatDuration(time_p50_ms))}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
