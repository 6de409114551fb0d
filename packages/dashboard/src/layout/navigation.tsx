import { IconChartLine, IconFilter2, IconListDetails } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useScope } from '../url/use-scope.js';
import classes from './navigation.module.css';

const pages = [
  { to: '/', label: 'Overview', icon: IconChartLine, exact: true },
  { to: '/flows', label: 'Flows', icon: IconFilter2, exact: false },
  { to: '/invocations', label: 'Invocations', icon: IconListDetails, exact: false },
] as const;

/** Links to the pages; range and filters go along. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const scope = useScope();
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
