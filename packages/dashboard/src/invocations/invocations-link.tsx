import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InvocationListFilter } from '../url/invocation-search.js';
import type { ScopeSearch } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import classes from './invocations-link.module.css';

export interface InvocationsLinkProps {
  /** Conditions of the list. */
  filter?: InvocationListFilter;
  /** What differs from the page's own range and filters. */
  scope?: ScopeSearch;
  className?: string | undefined;
  /** For where the text alone does not say what the number counts. */
  'aria-label'?: string;
  children: ReactNode;
}

/** A number that leads to the invocations behind it, in the page's range and filters. */
export function InvocationsLink(props: InvocationsLinkProps) {
  const { filter, scope, className = classes.link, children } = props;
  const pageScope = useScope();
  return (
    <Link
      to="/invocations"
      search={{ ...pageScope, ...scope, ...filter }}
      className={className}
      aria-label={props['aria-label']}
    >
      {children}
    </Link>
  );
}
