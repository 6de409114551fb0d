import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { flowsQuery } from '../api/flow-queries.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { FlowCard } from './flow-card.js';

/** The flows of the tool, with their success. */
export function FlowsPage() {
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(flowsQuery(useScope()));
  return (
    <Page
      title="Flows"
      subtitle="What users try to do, and how often they succeed."
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
      ) : data.flows.every(({ runs }) => runs === 0) ? (
        <EmptyState what="flow runs" />
      ) : (
        data.flows.map((flow) => <FlowCard key={flow.flow} flow={flow} />)
      )}
    </Page>
  );
}
