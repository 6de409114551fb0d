import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { eventsQuery } from '../api/event-queries.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { EventTable } from './event-table.js';

/** Every event with its counts: declared ones, and others that are stored. */
export function EventsPage() {
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(eventsQuery(useScope()));
  return (
    <Page
      title="Events"
      subtitle="What tools report, by name; in invocations that began in this range."
      isStale={isPlaceholderData}
    >
      {data === undefined ? (
        error === null ? (
          <div role="status" aria-label="Loading">
            <Skeleton height={420} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )
      ) : data.events.every(({ events }) => events === 0) ? (
        <EmptyState what="events" />
      ) : (
        <EventTable list={data} />
      )}
    </Page>
  );
}
