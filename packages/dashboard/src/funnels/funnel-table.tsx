import { formatCount, formatDuration, formatPercent } from '@sonde/analytics/format';
import type { FreeFunnel } from '../api/responses.js';
import { TableDownload } from '../downloads/table-download.js';
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
  const label = 'Steps of the funnel';
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table} aria-label={label}>
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
                  <InvocationsLink
                    filter={listOfStep(choice, i + 1)}
                    countsPeople={per === 'person'}
                  >
                    {text}
                  </InvocationsLink>
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
      <TableDownload
        of={label}
        columns={() => [
          { name: 'step', cells: steps.map((_, i) => i + 1) },
          { name: 'event', cells: steps.map(({ event }, i) => texts[i] ?? event) },
          {
            name: per === 'person' ? 'people' : 'invocations',
            cells: steps.map(({ subjects }) => subjects),
          },
          { name: 'from_previous', cells: steps.map(({ from_previous }) => from_previous) },
          { name: 'from_first', cells: steps.map(({ from_start }) => from_start) },
          { name: 'time_p50_ms', cells: steps.map(({ time_p50_ms }) => time_p50_ms) },
        ]}
      />
    </>
  );
}
