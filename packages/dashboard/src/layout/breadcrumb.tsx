import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ScopeSearch } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import classes from './breadcrumb.module.css';

/** A link back to the list that this page belongs to. */
export function Breadcrumb({
  to,
  label,
  search,
}: {
  to: '/flows' | '/invocations' | '/commands' | '/events';
  label: string;
  /** Default: the page's range and filters. */
  search?: ScopeSearch | undefined;
}) {
  const scope = useScope();
  return (
    <nav aria-label="Breadcrumb">
      <Link to={to} search={search ?? scope} className={classes.link}>
        <IconChevronLeft size={15} stroke={1.8} aria-hidden />
        {label}
      </Link>
    </nav>
  );
}
