import { formatQuantity } from '@sonde/analytics/format';
import type { Alert, AlertNotice } from '../../api/alert-queries.js';
import { formatAgo, formatInstant } from '../../format/time.js';
import { Badge } from '../../layout/outcome.js';
import { alertLooks } from './alert-looks.js';
import { alertState, lastNotice, latestFailure } from './alert-state.js';
import classes from './alerts.module.css';
import { describeChannel } from './describe-alert.js';
import { describeReason } from './describe-reason.js';

/** State and channel of an alert, and its last message. */
export function AlertFacts({ alert }: { alert: Alert }) {
  const now = Date.now();
  const { open, last } = alertState(alert.incidents);
  const notice = lastNotice(alert.incidents);
  return (
    <dl className={classes.facts}>
      <div>
        <dt>State</dt>
        <dd data-testid="state">
          <Badge look={lookOf(alert.is_paused, open !== undefined)} />
          {open !== undefined && (
            <span className={classes.quiet} title={formatInstant(open.began_at)}>
              {alert.is_paused ? ', with an open incident ' : ' '}
              since {formatInstant(open.began_at)}
            </span>
          )}
          {open === undefined && last?.ended_at != null && (
            <span className={classes.quiet} title={formatInstant(last.ended_at)}>
              , last ended {formatAgo(last.ended_at, now)}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Last message</dt>
        <dd data-testid="last-notice">
          {notice === undefined ? (
            'None yet'
          ) : (
            <span title={formatInstant(notice.at)}>
              {notice.of === 'began' ? 'Incident began' : 'Incident ended'}, sent{' '}
              {formatAgo(notice.at, now)}
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>{alert.channel.kind === 'webhook' ? 'Webhook' : 'E-mail'}</dt>
        <dd data-testid="channel">{describeChannel(alert.channel)}</dd>
      </div>
    </dl>
  );
}

function lookOf(isPaused: boolean, isOpen: boolean) {
  if (isPaused) return alertLooks.paused;
  return isOpen ? alertLooks.open : alertLooks.quiet;
}

/** Why the last message that failed did, if one failed. */
export function LastFailure({ alert }: { alert: Alert }) {
  const failure = latestFailure(alert.incidents);
  if (failure === undefined) return null;
  const { state, attempts, reason, at } = failure;
  return (
    <p data-testid="failure">
      Last failure: <strong>{describeReason(reason)}</strong>
      {at !== null && <span title={formatInstant(at)}>, {formatAgo(at, Date.now())}</span>}.{' '}
      {describeOutcome(state, attempts, alert.is_paused)}
    </p>
  );
}

function describeOutcome(state: AlertNotice['state'], attempts: number, isPaused: boolean): string {
  if (state === 'sent') return 'The others got the message.';
  if (state === 'failed') {
    return `The message was given up after ${formatQuantity(attempts, 'attempt')}.`;
  }
  const failed = `The message failed ${formatQuantity(attempts, 'time')}`;
  return isPaused
    ? `${failed}. Nothing is sent while the alert is paused.`
    : `${failed}, and is tried again for up to a day.`;
}
