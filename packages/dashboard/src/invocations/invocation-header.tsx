import { formatDuration, formatQuantity } from '@sonde/analytics/format';
import type { InvocationSummary } from '../api/responses.js';
import { formatAgo, formatInstant } from '../format/time.js';
import { Badge, rejectedLook, statusLooks } from '../layout/outcome.js';
import { useZone } from '../url/use-scope.js';
import classes from './invocation-header.module.css';
import { InvocationsLink } from './invocations-link.js';

interface InvocationHeaderProps {
  summary: InvocationSummary;
  /** The tool refused the arguments, so that nothing ran. */
  isRejected: boolean;
}

/** Outcome, time, duration and person of an invocation, in one line that wraps. */
export function InvocationHeader({ summary, isRejected }: InvocationHeaderProps) {
  const zone = useZone();
  return (
    <span className={classes.line}>
      <Badge look={isRejected ? rejectedLook : statusLooks[summary.status]} />
      {summary.error_class !== null && (
        <InvocationsLink filter={{ error_class: summary.error_class }}>
          <span className={classes.error}>{summary.error_class}</span>
        </InvocationsLink>
      )}
      {summary.tool !== '' && (
        <span>
          {summary.tool} {summary.version}
        </span>
      )}
      {summary.exit_code !== null && <span>exit code {summary.exit_code}</span>}
      {summary.duration_ms !== null && <span>{formatDuration(summary.duration_ms)}</span>}
      <time dateTime={summary.started_at}>
        {formatInstant(summary.started_at, zone)} ({formatAgo(summary.started_at, Date.now(), zone)}
        )
      </time>
      {summary.person !== '' && (
        <InvocationsLink filter={{ person: summary.person }}>{summary.person}</InvocationsLink>
      )}
      <span>{formatQuantity(summary.events, 'event')}</span>
      {summary.missing > 0 && (
        <span className={classes.missing}>
          {formatQuantity(summary.missing, 'event')} not arrived
        </span>
      )}
    </span>
  );
}
