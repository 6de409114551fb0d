import { Button, Skeleton } from '@mantine/core';
import { addDays, dayIn } from '@sonde/analytics/format';
import { IconCalendarOff } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { anythingQuery } from '../api/invocation-queries.js';
import type { InvocationPage, InvocationSummary } from '../api/responses.js';
import { formatDay } from '../format/time.js';
import { describeRange, type RangeSearch, widerPreset } from '../url/date-range.js';
import { hasFilters, withoutFilters, withRange } from '../url/scope-search.js';
import { useScope, useSetScope, useZone } from '../url/use-scope.js';
import classes from './state.module.css';
import { WiderRangeButton } from './wider-range-button.js';

/** Few projects are empty, and its code is not small. */
const FirstEvent = lazy(async () => {
  const { FirstEvent } = await import('../setting-up/first-event.js');
  return { default: FirstEvent };
});

export interface EmptyStateProps {
  /** What the page has none of. */
  what?: string;
  /** Called when the first event of all arrives while this is shown. */
  onFirstEvent?: (invocation: InvocationSummary) => void;
}

/**
 * Shown if the query has no results: says why (nothing ever arrived, nothing in this range,
 * nothing that matches) and offers a way out.
 */
export function EmptyState({ what = 'invocations', onFirstEvent }: EmptyStateProps) {
  const scope = useScope();
  const setScope = useSetScope();
  const zone = useZone();
  const { data, error } = useQuery(anythingQuery(scope));
  useFirstEvent(data, onFirstEvent);
  const loading = <Skeleton height={220} radius="md" />;
  if (data === undefined && error === null) return loading;
  const newest = data?.invocations[0];
  if (data !== undefined && newest === undefined) {
    return (
      <Suspense fallback={loading}>
        <FirstEvent />
      </Suspense>
    );
  }

  const wider = widerPreset(scope);
  const filtered = hasFilters(scope);
  return (
    <div className={classes.state} data-testid="empty-range">
      <IconCalendarOff className={classes.quietIcon} size={28} stroke={1.5} aria-hidden />
      <h2>{filtered ? `No ${what} match these filters` : `No ${what} in this range`}</h2>
      <p className={classes.text}>
        Range: {describeRange(scope)}, {zone}.
        {newest !== undefined &&
          ` The newest invocation of all is from ${formatDay(newest.started_at, Date.now(), zone)}.`}
      </p>
      <div className={classes.actions}>
        {filtered && (
          <Button variant="default" size="xs" onClick={() => setScope(withoutFilters(scope))}>
            Clear filters
          </Button>
        )}
        <WiderRangeButton />
        {newest !== undefined && wider === undefined && (
          <Button
            variant="default"
            size="xs"
            onClick={() =>
              setScope(withRange(scope, monthUpTo(dayIn(zone, Date.parse(newest.started_at)))))
            }
          >
            Show the month up to {formatDay(newest.started_at, Date.now(), zone)}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Lets the page ask anew as soon as a project that held nothing holds something. */
function useFirstEvent(
  data: InvocationPage | undefined,
  onFirstEvent: EmptyStateProps['onFirstEvent'],
): void {
  const queryClient = useQueryClient();
  const wasEmpty = useRef(false);
  useEffect(() => {
    if (data === undefined) return;
    const [first] = data.invocations;
    if (wasEmpty.current && first !== undefined) {
      onFirstEvent?.(first);
      void queryClient.invalidateQueries();
    }
    wasEmpty.current = first === undefined;
  }, [data, onFirstEvent, queryClient]);
}

const monthUpTo = (day: string): RangeSearch => ({ from: addDays(day, -29), to: day });
