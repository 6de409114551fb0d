import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type CatalogEvent, catalogQuery } from '../api/catalog-queries.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { EventTable } from './event-table.js';
import { FlowsPanel } from './flows-panel.js';
import { QuarantinePanel } from './quarantine-panel.js';

/** What tools declare, how often it occurs, and what arrived that is not declared. */
export function CatalogPage() {
  const scope = useScope();
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(catalogQuery(scope));
  const isOfTool = ({ tool }: { tool: string }) => scope.tool?.includes(tool) ?? true;
  const events = data?.events.filter(isOfTool) ?? [];
  const groups = data?.quarantine.groups.filter(isOfTool) ?? [];
  return (
    <Page
      title="Catalog"
      subtitle="What your tools declare, and what arrived."
      withFilters={false}
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
      ) : events.length === 0 && groups.length === 0 ? (
        <EmptyState what="events" />
      ) : (
        <>
          <QuarantinePanel groups={groups} range={data.range} />
          <EventTable
            name="undeclared"
            title="Not declared"
            note="The catalog of the newest version that has run does not declare them. Declare them and push the catalog, which counts once a version with it has run; or stop sending them."
            events={events.filter(({ declared }) => !declared)}
          />
          <EventTable
            name="client"
            title="Defined by clients"
            note="Names with $ come from the client that sends the events; no catalog declares them."
            events={events.filter(isOfClient)}
          />
          <EventTable
            name="declared"
            title="Declared"
            note="A flag counts events with a property or value that the catalog does not declare."
            events={events.filter((one) => one.declared && !isOfClient(one))}
          />
          <FlowsPanel flows={data.flows.filter(isOfTool)} />
        </>
      )}
    </Page>
  );
}

/** Whether it is an event such as `$pageview`, which clients of vendors send by themselves. */
const isOfClient = ({ event }: CatalogEvent): boolean => event.startsWith('$');
