import { Link } from '@tanstack/react-router';
import { type ReactNode, useContext } from 'react';
import type { InvocationListFilter } from '../url/invocation-search.js';
import type { ScopeSearch } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import classes from './invocations-link.module.css';
import { ListScopeContext } from './list-scope.js';

export interface InvocationsLinkProps {
  /** Filter of the list. */
  filter?: InvocationListFilter;
  /** Differences from the page's own range and filters. */
  scope?: ScopeSearch;
  /** Whether the number is of people: then the list says how many, too. */
  countsPeople?: boolean;
  className?: string | undefined;
  /** Needed if the text alone does not say what the number counts. */
  'aria-label'?: string;
  children: ReactNode;
}

/** A number that links to the invocations it counts, with the page's range and filters. */
export function InvocationsLink(props: InvocationsLinkProps) {
  const { filter, scope, countsPeople, className = classes.link, children } = props;
  const pageScope = useScope();
  const listScope = useContext(ListScopeContext);
  return (
    <Link
      to="/invocations"
      search={{
        ...pageScope,
        ...scope,
        ...listScope,
        ...filter,
        ...(countsPeople && { count_people: true }),
      }}
      className={className}
      aria-label={props['aria-label']}
    >
      {children}
    </Link>
  );
}
