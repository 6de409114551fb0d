import { formatCount, relativeChange } from '@sonde/analytics/format';
import type { EventDetail } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { countAxis } from '../overview/axis.js';
import { ChangeNote } from '../overview/change-note.js';
import { MetricPanel } from '../overview/metric-panel.js';
import classes from './event-totals-grid.module.css';

const metrics = [
  { key: 'events', title: 'Events' },
  { key: 'invocations', title: 'Invocations with it' },
  { key: 'users', title: 'Users' },
] as const;

/** How often the event occurred, in total and over time. */
export function EventTotalsGrid({ event: detail }: { event: EventDetail }) {
  const { event, totals, previous, series, interval } = detail;
  return (
    <div className={classes.grid}>
      {metrics.map(({ key, title }) => {
        const values = series.map((point) => point[key]);
        return (
          <MetricPanel
            key={key}
            title={title}
            values={[
              {
                value: (
                  <span data-count={key}>
                    <InvocationsLink filter={{ event }} countsPeople={key === 'users'}>
                      {formatCount(totals[key])}
                    </InvocationsLink>
                  </span>
                ),
                change: (
                  <ChangeNote
                    change={relativeChange(totals[key], previous?.[key])}
                    better="neither"
                    before={formatCount(previous?.[key])}
                  />
                ),
              },
            ]}
            chartLabel={`${title} per ${interval}: lowest ${formatCount(Math.min(...values))}, highest ${formatCount(Math.max(...values))}, last ${formatCount(values.at(-1))}`}
            chart={{
              shape: 'bars',
              interval,
              series,
              lines: [{ key, label: title, color: 'var(--accent-fill)' }],
              format: formatCount,
              axis: countAxis(values),
              filter: { event },
              countsPeople: key === 'users',
            }}
          />
        );
      })}
    </div>
  );
}
