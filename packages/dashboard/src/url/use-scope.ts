import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { readScope, type ScopeSearch } from './scope-search.js';
import { zoneOf } from './zone-search.js';

/** The shared part of the URL: range and filters. */
export function useScope(): ScopeSearch {
  // Parsed again, because a parent route keeps unknown parameters.
  return useSearch({ strict: false, select: readScope, structuralSharing: true });
}

/** The time zone of the page's days. */
export function useZone(): string {
  return zoneOf(useScope());
}

/** Changes the shared part of the URL; the page and its own parameters stay. */
export function useSetScope(): (scope: ScopeSearch) => void {
  const navigate = useNavigate();
  return useCallback(
    (scope) => {
      void navigate({
        to: '.',
        search: (previous: Record<string, unknown>) => {
          const own = Object.entries(previous).filter(([name]) => !Object.hasOwn(emptyScope, name));
          return { ...Object.fromEntries(own), ...scope };
        },
        resetScroll: false,
      });
    },
    [navigate],
  );
}

const emptyScope = {
  project: undefined,
  zone: undefined,
  range: undefined,
  from: undefined,
  to: undefined,
  tool: undefined,
  version: undefined,
  env: undefined,
  command: undefined,
  operating_system: undefined,
  arch: undefined,
  runtime: undefined,
  cli_context: undefined,
  ci_name: undefined,
  is_ci: undefined,
  is_interactive: undefined,
} satisfies Record<keyof ScopeSearch, undefined>;
