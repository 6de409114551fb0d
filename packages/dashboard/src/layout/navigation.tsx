import {
  IconActivity,
  IconAlertTriangle,
  IconBolt,
  IconChartLine,
  IconChevronLeft,
  IconFilter2,
  IconHeartbeat,
  IconListCheck,
  IconListDetails,
  IconRepeat,
  IconRobot,
  IconTerminal2,
  IconTrendingDown,
  IconVersions,
} from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { useLinkScope } from '../projects/use-link-scope.js';
import { SettingsNavigation } from '../settings/settings-navigation.js';
import classes from './navigation.module.css';

const pages = [
  { to: '/', label: 'Overview', icon: IconChartLine, exact: true },
  { to: '/releases', label: 'What got worse', icon: IconTrendingDown, exact: false },
  { to: '/flows', label: 'Flows', icon: IconFilter2, exact: false },
  { to: '/commands', label: 'Commands', icon: IconTerminal2, exact: false },
  { to: '/events', label: 'Events', icon: IconBolt, exact: false },
  { to: '/errors', label: 'Errors', icon: IconAlertTriangle, exact: false },
  { to: '/agents', label: 'Agents', icon: IconRobot, exact: false },
  { to: '/adoption', label: 'Adoption', icon: IconVersions, exact: false },
  { to: '/retention', label: 'Retention', icon: IconRepeat, exact: false },
  { to: '/invocations', label: 'Invocations', icon: IconListDetails, exact: false },
  { to: '/live', label: 'Live', icon: IconActivity, exact: false },
  { to: '/catalog', label: 'Catalog', icon: IconListCheck, exact: false },
  { to: '/health', label: 'Health', icon: IconHeartbeat, exact: false },
] as const;

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
        <SettingsNavigation onNavigate={onNavigate} />
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
