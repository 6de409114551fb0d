import { formatQuantity } from '@sonde/analytics/format';
import type { Retention } from '../../api/life-queries.js';
import { formatDay } from '../../format/time.js';
import classes from './retention-preview.module.css';

/** What a setting would delete now, in words. */
export function RetentionPreview({ retention }: { retention: Retention }) {
  const { before, events, invocations, quarantined, loss_reports, oldest_month } = retention;
  if (before === null) return null;
  const day = formatDay(before, 0);
  const parts = [
    events > 0 &&
      `${formatQuantity(events, 'event')} of ${formatQuantity(invocations, 'invocation')}`,
    quarantined > 0 && `${formatQuantity(quarantined, 'quarantined event')}`,
    loss_reports > 0 && `${formatQuantity(loss_reports, 'loss report')}`,
  ].filter((part) => part !== false);
  return (
    <p
      className={classes.preview}
      role="status"
      data-testid="retention-preview"
      data-events={events}
      data-tone={parts.length > 0 ? 'bad' : 'good'}
    >
      {parts.length === 0
        ? `It deletes nothing now: there is no data from before ${day}.`
        : `It deletes data that started before ${day}: ${parts.join(', ')}${
            oldest_month === null ? '' : `, the oldest from ${oldest_month}`
          }.`}
    </p>
  );
}
