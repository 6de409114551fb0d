import { formatCount, formatPercent, formatQuantity } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { dataQualityQuery } from '../api/overview-queries.js';
import { formatInstant } from '../format/time.js';
import { Panel } from '../layout/panel.js';
import { useScope } from '../url/use-scope.js';
import classes from './data-quality-panel.module.css';

/** Why clients lose events, in words; an unknown reason is shown unchanged. */
const reasonWords: Record<string, string> = {
  age: 'too old to send',
  size: 'no room left',
  quarantine: 'refused by the collector',
  corrupt: 'damaged on disk',
  write: 'could not be written',
};

const shownEvents = 10;

/** Quarantined and lost events, and why; nothing if there are none. */
export function DataQualityPanel() {
  const { data } = useQuery(dataQualityQuery(useScope()));
  if (data === undefined) return null;
  const { quarantine, losses } = data;
  if (quarantine.events === 0 && losses.batches === 0) return null;
  return (
    <Panel title="Data quality" note="What arrived in this range; filters do not apply">
      <dl className={classes.facts}>
        <div data-quarantined={quarantine.events}>
          <dt>Quarantined by the collector</dt>
          <dd>
            <b>{formatQuantity(quarantine.events, 'event')}</b>
            {quarantine.codes.map(({ code, events }) => (
              <span key={code} className={classes.part} data-code={code} data-events={events}>
                <code>{code}</code> {formatCount(events)}
              </span>
            ))}
          </dd>
        </div>
        {losses.batches > 0 && (
          <div data-lost={losses.lost}>
            <dt>Lost on users’ machines</dt>
            <dd>
              <b>
                {formatCount(losses.lost)} of {formatQuantity(losses.recorded, 'event')}
              </b>
              {losses.recorded > 0 && (
                <span className={classes.part}>
                  {formatPercent(losses.lost / losses.recorded, losses.recorded)}
                </span>
              )}
              {losses.reasons.map(({ reason, events }) => (
                <span key={reason} className={classes.part} data-reason={reason}>
                  {reasonWords[reason] ?? reason} {formatCount(events)}
                </span>
              ))}
            </dd>
          </div>
        )}
        {losses.refused_values > 0 && (
          <div>
            <dt>Values dropped by the SDK</dt>
            <dd>
              <b>{formatCount(losses.refused_values)}</b>
            </dd>
          </div>
        )}
      </dl>
      {quarantine.recent.length > 0 && (
        <details className={classes.recent}>
          <summary>Newest quarantined events</summary>
          <ul>
            {quarantine.recent.slice(0, shownEvents).map((problem) => (
              <li key={`${problem.insert_id} ${problem.code} ${problem.received_at}`}>
                <span className={classes.time}>{formatInstant(problem.received_at)}</span>{' '}
                {problem.field !== null && <code>{problem.field}</code>} {problem.message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}
