import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { catalogQuery } from '../api/catalog-queries.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { EventTable } from './event-table.js';
import { QuarantinePanel } from './quarantine-panel.js';

/** What tools declare, how often it occurs, and what arrived that is not declared. */
export function CatalogPage() {
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    catalogQuery(useScope()),
  );
  return (
    <Page
      title="Catalog"
      subtitle="What your tools declare, and what arrived. Only the range applies."
      isStale={isPlaceholderData}
    >
      {data === undefined ? (
        error === null ? (
          <div role="status" aria-label="Loading">
            <Skeleton height={148} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )
      ) : data.events.length === 0 && data.quarantine.events === 0 ? (
        <EmptyState what="events" />
      ) : (
        <>
          <QuarantinePanel groups={data.quarantine.groups} range={data.range} />
          <EventTable
            title="Not declared"
            note="Stored although the catalog of the newest version does not declare them. Declare them and push the catalog, or stop sending them."
            events={data.events.filter(({ declared }) => !declared)}
          />
          <EventTable
            title="Declared"
            note="A flag counts events with a property or value that the catalog does not declare."
            events={data.events.filter(({ declared }) => declared)}
          />
        </>
      )}
    </Page>
  );
}
