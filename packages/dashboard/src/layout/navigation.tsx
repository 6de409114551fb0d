import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useLinkScope } from '../projects/use-link-scope.js';
import classes from './navigation.module.css';
import { pages } from './pages.js';

// Only the settings pages have it.
const SettingsNavigation = lazy(() =>
  import('../settings/settings-navigation.js').then((module) => ({
    default: module.SettingsNavigation,
  })),
);

export interface NavigationProps {
  onNavigate?: (() => void) | undefined;
}

/** Links to the pages, or to the settings pages; they keep the scope. */
export function Navigation({ onNavigate }: NavigationProps) {
  const scope = useLinkScope();
  const isInSettings = useRouterState({
    select: ({ location }) => /^\/settings(\/|$)/.test(location.pathname),
  });
  if (isInSettings) {
    return (
      <nav aria-label="Settings" className={classes.groups}>
        <Link to="/" search={scope} className={classes.link} onClick={onNavigate}>
          <IconChevronLeft size={17} stroke={1.7} aria-hidden />
          Back to the pages
        </Link>
        <Suspense>
          <SettingsNavigation onNavigate={onNavigate} />
        </Suspense>
      </nav>
    );
  }
  return (
    <nav aria-label="Pages">
      <ul className={classes.list}>
        {pages.map(({ to, label, icon: Icon, exact }) => (
          <li key={to}>
            <Link
              to={to}
              search={scope}
              activeOptions={{ exact, includeSearch: false }}
              className={classes.link}
              activeProps={{ 'data-active': true }}
              onClick={onNavigate}
            >
              <Icon size={17} stroke={1.7} aria-hidden />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
