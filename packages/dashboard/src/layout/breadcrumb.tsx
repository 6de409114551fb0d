import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useScope } from '../url/use-scope.js';
import classes from './breadcrumb.module.css';

/** A link back to the list that this page belongs to. */
export function Breadcrumb({
  to,
  label,
}: {
  to: '/flows' | '/invocations' | '/commands' | '/events';
  label: string;
}) {
  const scope = useScope();
  return (
    <nav aria-label="Breadcrumb">
      <Link to={to} search={scope} className={classes.link}>
        <IconChevronLeft size={15} stroke={1.8} aria-hidden />
        {label}
      </Link>
    </nav>
  );
}
