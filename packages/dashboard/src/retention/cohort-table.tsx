import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { CSSProperties } from 'react';
import type { RetentionGroup } from '../api/responses.js';
import type { FileColumn } from '../downloads/save-table.js';
import { TableDownload } from '../downloads/table-download.js';
import { formatDay } from '../format/time.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import table from '../layout/table.module.css';
import { useZone } from '../url/use-scope.js';
import classes from './cohort-table.module.css';
import { firstFilterOf } from './first-filter-of.js';

export interface CohortTableProps {
  label: string;
  group: RetentionGroup;
  /** Starts of the weeks, and the end of the last one. */
  weeks: string[];
  until: string;
}

/** Cohorts by weeks since: people who came back and their share, darker for more. */
export function CohortTable({ label, group, weeks, until }: CohortTableProps) {
  const zone = useZone();
  const endOf = (week: number) => weeks[week + 1] ?? until;
  return (
    <>
      <div className={table.scroll}>
        <table className={`${table.table} ${classes.cohorts}`} aria-label={label}>
          <thead>
            <tr>
              <th scope="col">Week of the first</th>
              <th scope="col" className={table.number}>
                People
              </th>
              {weeks.slice(1).map((week, i) => (
                <th key={week} scope="col" className={classes.share}>
                  {i === 0 ? 'Week 1' : i + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {group.cohorts.map((cohort, position) => {
              const first = firstFilterOf(group, cohort.week, endOf(position));
              const rangeOf = (offset: number) => ({
                range: undefined,
                from: weeks[position + offset],
                to: endOf(position + offset),
              });
              const day = formatDay(cohort.week, Date.now(), zone);
              return (
                <tr key={cohort.week} data-cohort={cohort.week} data-people={cohort.people}>
                  <th scope="row">
                    {day}
                    {cohort.weeks[0]?.is_over === false && (
                      <span className={table.quiet}> not over</span>
                    )}
                  </th>
                  <td className={table.number}>
                    {cohort.people === 0 ? (
                      '0'
                    ) : (
                      <InvocationsLink
                        scope={rangeOf(0)}
                        filter={first}
                        aria-label={`${formatCount(cohort.people)} people, first week ${day}`}
                      >
                        {formatCount(cohort.people)}
                      </InvocationsLink>
                    )}
                  </td>
                  {weeks.slice(1).map((week, i) => {
                    const cell = cohort.weeks[i + 1];
                    if (cell === undefined || cohort.people === 0) return <td key={week} />;
                    const share = cell.people / cohort.people;
                    return (
                      <td
                        key={week}
                        className={classes.share}
                        data-week={i + 1}
                        data-people={cell.people}
                        data-over={cell.is_over}
                        style={{ '--share': cell.is_over ? share : 0 } as CSSProperties}
                        title={cell.is_over ? undefined : 'This week is not over: more may come.'}
                      >
                        <InvocationsLink scope={rangeOf(i + 1)} filter={first}>
                          {formatPercent(share, cohort.people)}
                          {!cell.is_over && ' so far'}
                          <span className={classes.people}>{formatCount(cell.people)}</span>
                        </InvocationsLink>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
            <tr data-average>
              <th scope="row">All, weeks that are over</th>
              <td />
              {weeks.slice(1).map((week, i) => {
                const { people = 0, of = 0 } = group.average[i + 1] ?? {};
                return (
                  <td key={week} className={classes.share}>
                    {of > 0 && (
                      <>
                        {formatPercent(people / of, of)}
                        <span className={classes.people}>
                          {formatCount(people)} of {formatCount(of)}
                        </span>
                      </>
                    )}
                  </td>
                );
              })}
            </tr>
          </tbody>
        </table>
      </div>
      <TableDownload of={label} columns={() => fileColumnsOf(group)} />
    </>
  );
}

/** A line for each week of each cohort. */
function fileColumnsOf({ cohorts }: RetentionGroup): FileColumn[] {
  const rows = cohorts.flatMap(({ week: cohort, people: of, weeks }) =>
    weeks.map(({ people, is_over }, week) => ({ cohort, week, people, of, is_over })),
  );
  return [
    { name: 'cohort', cells: rows.map(({ cohort }) => cohort) },
    { name: 'week', cells: rows.map(({ week }) => week) },
    { name: 'people', cells: rows.map(({ people }) => people) },
    {
      name: 'share',
      cells: rows.map(({ people, of }) => (of === 0 ? null : people / of)),
    },
    { name: 'is_over', cells: rows.map(({ is_over }) => String(is_over)) },
  ];
}
