import { formatCount } from '@sonde/analytics/format';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { firstProblemsQuery } from '../api/setting-up-queries.js';
import { describeReason } from '../catalog/reason-words.js';
import { formatAgo } from '../format/time.js';
import link from '../invocations/invocations-link.module.css';
import { useProject } from '../projects/project.js';
import classes from './setting-up.module.css';

const shownGroups = 3;

/** Says that the page waits, and why something that arrived was not stored. */
export function Waiting() {
  const { id: project } = useProject();
  const { data } = useQuery(firstProblemsQuery(project));
  const groups = data?.quarantine.groups.slice(0, shownGroups) ?? [];
  const refused = data?.refused ?? [];
  return (
    <div className={classes.waiting} role="status" data-testid="waiting">
      <p className={classes.state}>Waiting for the first event</p>
      {groups.map(({ event, code, field, events, last_received_at }) => (
        <Problem key={`${event} ${code} ${field}`} code={code}>
          <strong>
            {event === '' ? 'An event without a name' : <code>{event}</code>} arrived, but was
            quarantined.
          </strong>{' '}
          Reason: {describeReason({ code, field })}
          {events > 1 && ` (${formatCount(events)} events)`},{' '}
          {formatAgo(last_received_at, Date.now())}.{' '}
          {data?.quarantine.recent.find((one) => one.code === code)?.message}{' '}
          <Link to="/catalog" search={{ project, code }} className={link.link}>
            See quarantined events
          </Link>
        </Problem>
      ))}
      {refused.map(({ code, title, action, requests, last_at }) => (
        <Problem key={code} code={code}>
          <strong>
            {requests === 1
              ? 'A request was refused'
              : `${formatCount(requests)} requests were refused`}
            .
          </strong>{' '}
          {title} {action} {requests === 1 ? 'It came' : 'The last one came'}{' '}
          {formatAgo(last_at, Date.now())}
          {code === 'key_unknown' && ', perhaps for another project'}.{' '}
          <Link to="/health" search={{ project }} className={link.link}>
            See what arrived
          </Link>
        </Problem>
      ))}
    </div>
  );
}

function Problem({ code, children }: { code: string; children: ReactNode }) {
  return (
    <div className={classes.problem} data-code={code}>
      <IconAlertTriangle className={classes.icon} size={16} stroke={1.8} aria-hidden />
      <p>{children}</p>
    </div>
  );
}
