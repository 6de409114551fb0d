import { formatCount } from '@sonde/analytics/format';
import { Link } from '@tanstack/react-router';
import type { ArrivalReport } from '../api/responses.js';
import link from '../invocations/invocations-link.module.css';
import { countAxis } from '../overview/axis.js';
import { MetricPanel } from '../overview/metric-panel.js';
import { withoutFilters } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import classes from './health-page.module.css';

/** Stored and quarantined events by arrival. */
export function ArrivalCharts({ arrivals }: { arrivals: ArrivalReport }) {
  const { interval, series, stored, quarantined } = arrivals;
  const scope = withoutFilters(useScope());
  const chart = (key: 'stored' | 'quarantined', label: string, color: string) => ({
    ...{ interval, series, shape: 'bars' as const, format: formatCount, opensList: false },
    lines: [{ key, label, color }],
    axis: countAxis(series.map((point) => point[key])),
  });
  return (
    <div className={classes.columns}>
      <MetricPanel
        title="Events stored"
        values={[
          { value: <span data-stored={stored}>{formatCount(stored)}</span>, change: 'by arrival' },
        ]}
        chartLabel={`Events stored per ${interval}, ${formatCount(stored)} in all`}
        chart={chart('stored', 'Stored', 'var(--accent-fill)')}
      />
      <MetricPanel
        title="Events quarantined"
        values={[
          {
            value: (
              <Link
                to="/catalog"
                search={scope}
                className={link.link}
                data-quarantined={quarantined}
              >
                {formatCount(quarantined)}
              </Link>
            ),
            change: 'not valid; kept with the reason',
          },
        ]}
        chartLabel={`Events quarantined per ${interval}, ${formatCount(quarantined)} in all`}
        chart={chart('quarantined', 'Quarantined', 'var(--warn-fill)')}
      />
    </div>
  );
}
