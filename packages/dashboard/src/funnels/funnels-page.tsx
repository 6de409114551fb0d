import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { eventsQuery } from '../api/event-queries.js';
import { freeFunnelQuery } from '../api/free-funnel-queries.js';
import type { FreeFunnel } from '../api/responses.js';
import { ComparisonChoice } from '../comparison/comparison-choice.js';
import { Page } from '../layout/page.js';
import { Panel } from '../layout/panel.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { readComparison } from '../url/comparison-search.js';
import {
  type FunnelChoice,
  type FunnelSearch,
  fewestSteps,
  readFunnelChoice,
  readFunnelSearch,
} from '../url/funnel-search.js';
import { filterLabel, readScope } from '../url/scope-search.js';
import { withSort } from '../url/sort-search.js';
import { FunnelComparison } from './funnel-comparison.js';
import { FunnelSettings } from './funnel-settings.js';
import { FunnelTable } from './funnel-table.js';
import { GroupTable } from './group-table.js';
import { StepList } from './step-list.js';

/** A funnel over any events, which the viewer chooses. */
export function FunnelsPage() {
  const search = useSearch({ strict: false, select: readFunnelSearch, structuralSharing: true });
  const navigate = useNavigate({ from: '/funnels' });
  const choice = readFunnelChoice(search);
  const events = useQuery(eventsQuery(readScope(search)));
  const funnel = useQuery(freeFunnelQuery(search));
  const change = (next: FunnelChoice) => {
    void navigate({
      search: (previous) =>
        withSort(readFunnelSearch)({
          ...withSort(readScope)(previous),
          ...readComparison(previous),
          ...next,
        }),
      resetScroll: false,
    });
  };
  const seen = (events.data?.events ?? [])
    .filter((one) => one.events > 0)
    .map(({ event }) => event);
  const isChosen = (choice.step?.length ?? 0) >= fewestSteps;
  if (events.data !== undefined && seen.length === 0 && !isChosen) {
    return (
      <Page title="Funnels">
        <EmptyState what="events" />
      </Page>
    );
  }
  return (
    <Page
      title="Funnels"
      subtitle="How many invocations or people have certain events, in this order"
      isStale={funnel.isPlaceholderData}
    >
      <Panel
        title="Steps"
        note="2 to 12 events, each with a condition on one of its properties if you like"
      >
        <StepList
          steps={search.step ?? []}
          events={seen}
          onChange={(step) => change({ ...choice, step })}
        />
        <FunnelSettings choice={choice} events={seen} onChange={change} />
        {events.error !== null && events.data === undefined && (
          <ErrorState
            error={events.error}
            onRetry={() => void events.refetch()}
            isRetrying={events.isFetching}
          />
        )}
      </Panel>
      {!isChosen ? (
        <Panel title="Funnel">
          <p data-testid="no-steps">Choose at least two steps.</p>
        </Panel>
      ) : funnel.data !== undefined && funnel.error === null ? (
        <Result funnel={funnel.data} search={search} />
      ) : funnel.error === null ? (
        <div role="status" aria-label="Loading">
          <Skeleton height={240} radius="md" />
        </div>
      ) : (
        <ErrorState
          error={funnel.error}
          onRetry={() => void funnel.refetch()}
          isRetrying={funnel.isFetching}
        />
      )}
    </Page>
  );
}

function Result({ funnel, search }: { funnel: FreeFunnel; search: FunnelSearch }) {
  const choice = readFunnelChoice(search);
  if (funnel.steps[0]?.subjects === 0) return <EmptyState what="invocations with the first step" />;
  return (
    <>
      <Panel
        title="Funnel"
        note={
          funnel.per === 'person'
            ? 'The best attempt of each person. A number opens the invocations in which they reached the step, one for each person'
            : 'The best attempt in each invocation. A number opens the invocations that reached the step'
        }
        flush
      >
        <FunnelTable funnel={funnel} choice={choice} />
      </Panel>
      <Panel
        title="Compare"
        note="How many get to each step, beside another version or the period before"
        aside={<ComparisonChoice />}
        flush={search.compare !== undefined}
      >
        {search.compare !== undefined && (
          <FunnelComparison search={search} compare={search.compare} />
        )}
      </Panel>
      {choice.by !== undefined && (
        <Panel
          title={`By ${filterLabel(choice.by).toLowerCase()}`}
          note="In the invocation of the first step; the 20 most frequent values"
          flush
        >
          <GroupTable groups={funnel.groups} choice={choice} by={choice.by} />
        </Panel>
      )}
    </>
  );
}
