import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import classes from './live-state.module.css';

/**
 * Shows whether the page's data is current. Pages refresh by themselves; if that fails they keep
 * their data, and this shows it. It shows nothing beside an error that took the place of data.
 */
export function LiveState() {
  const cache = useQueryClient().getQueryCache();
  const state = useSyncExternalStore(
    (notify) => cache.subscribe(notify),
    () => {
      const states = cache.findAll({ type: 'active' }).map((query) => query.state);
      if (states.some(({ data, error }) => data === undefined && error !== null)) return undefined;
      const isFailing = states.some(
        ({ data, error, fetchFailureCount }) =>
          data !== undefined && (error !== null || fetchFailureCount > 0),
      );
      return isFailing ? 'Not current' : 'Live';
    },
  );
  if (state === undefined) return null;
  const isFailing = state !== 'Live';
  return (
    <span
      className={classes.state}
      data-failing={isFailing || undefined}
      role="status"
      title={
        isFailing
          ? 'The collector did not respond. The page shows earlier data and retries.'
          : 'The page refreshes every 15 seconds.'
      }
    >
      <span className={classes.dot} aria-hidden />
      {state}
    </span>
  );
}
