import { formatQuantity } from '@sonde/analytics/format';
import type { Retention } from '../../api/life-queries.js';
import { formatDay, formatInstant } from '../../format/time.js';
import form from '../../layout/form.module.css';
import { Panel } from '../../layout/panel.js';

/** When the setting is applied next, and what it deleted last. */
export function RetentionSchedule({ retention }: { retention: Retention }) {
  const { next_run_at, last_run } = retention;
  if (next_run_at === null && last_run === null) return null;
  return (
    <Panel title="Deletions by age">
      <dl className={form.facts}>
        {next_run_at !== null && (
          <div>
            <dt>Next</dt>
            <dd>{formatInstant(next_run_at)}</dd>
          </div>
        )}
        {last_run !== null && (
          <div>
            <dt>Last</dt>
            <dd>
              {formatInstant(last_run.started_at)}:{' '}
              {last_run.finished_at === null
                ? 'under way'
                : `${formatQuantity(last_run.events, 'event')} that began before ${formatDay(last_run.before, 0)}`}
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}
