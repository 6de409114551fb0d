import type { AlertIncident } from '../../api/alert-queries.js';
import settings from '../settings.module.css';
import classes from './alerts.module.css';

/** What was found when the open incidents began. */
export function OpenIncidents({ incidents }: { incidents: readonly AlertIncident[] }) {
  const open = incidents.filter(({ ended_at }) => ended_at === null);
  if (open.length === 0) return null;
  return (
    <ul className={classes.incidents}>
      {open.map(({ id, subject, lines, path }) => (
        <li key={id} data-incident={id}>
          <a className={settings.link} href={path}>
            {subject === '' ? lines.join('; ') : subject}
          </a>
          {subject !== '' && <span className={settings.sub}>{lines.join('; ')}</span>}
        </li>
      ))}
    </ul>
  );
}
