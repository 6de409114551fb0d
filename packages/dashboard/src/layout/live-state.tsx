import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import classes from './live-state.module.css';

/**
 * Shows whether the page's data is current. Pages refresh by themselves; if that fails they keep
 * their data, and this shows it.
 */
export function LiveState() {
  const cache = useQueryClient().getQueryCache();
  const isFailing = useSyncExternalStore(
    (notify) => cache.subscribe(notify),
    () =>
      cache
        .findAll({ type: 'active' })
        .some(
          ({ state }) =>
            state.data !== undefined && (state.error !== null || state.fetchFailureCount > 0),
        ),
  );
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
      {isFailing ? 'Not current' : 'Live'}
    </span>
  );
}
