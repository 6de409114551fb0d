import { Link } from '@tanstack/react-router';
import classes from '../layout/navigation.module.css';
import { useLinkScope } from '../projects/use-link-scope.js';
import { useSettingsGroups } from './use-settings-groups.js';

/** Links to the settings that this person may open. */
export function SettingsNavigation({ onNavigate }: { onNavigate?: (() => void) | undefined }) {
  const scope = useLinkScope();
  return useSettingsGroups().map(({ name, label, pages }) => (
    <div key={name}>
      <p className={classes.group} id={`settings-${name}`} title={label}>
        {label}
      </p>
      <ul className={classes.list} aria-labelledby={`settings-${name}`}>
        {pages.map(({ to, label: page, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              search={scope}
              activeOptions={{ includeSearch: false }}
              className={classes.link}
              activeProps={{ 'data-active': true }}
              onClick={onNavigate}
            >
              <Icon size={17} stroke={1.7} aria-hidden />
              {page}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ));
}
