import { NativeSelect, SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { adoptionQuery } from '../api/people-queries.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { type AdoptionSearch, readAdoptionSearch } from '../url/adoption-search.js';
import { withSort } from '../url/sort-search.js';
import classes from './adoption-page.module.css';
import { AdoptionPanels } from './adoption-panels.js';
import { properties } from './properties.js';

/** What people run the tools with: versions, operating systems and so on, over time. */
export function AdoptionPage() {
  const search = useSearch({ strict: false, select: readAdoptionSearch, structuralSharing: true });
  const navigate = useNavigate({ from: '/adoption' });
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(adoptionQuery(search));
  const change = (own: Pick<AdoptionSearch, 'by' | 'of'>) => {
    void navigate({
      search: (previous: Record<string, unknown>) =>
        withSort(readAdoptionSearch)({ ...previous, ...own }),
      resetScroll: false,
    });
  };
  return (
    <Page title="Adoption" isStale={isPlaceholderData}>
      <div className={classes.choices}>
        <NativeSelect
          size="xs"
          aria-label="Count by"
          data={properties.map(({ name, label }) => ({ value: name, label }))}
          value={search.by ?? 'version'}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            const property = properties.find(({ name }) => name === chosen);
            if (property !== undefined) change({ by: property.name });
          }}
        />
        <SegmentedControl
          size="xs"
          aria-label="Shares of"
          data={[
            { value: 'users', label: 'People' },
            { value: 'invocations', label: 'Invocations' },
          ]}
          value={search.of ?? 'users'}
          onChange={(chosen) => change({ of: chosen === 'invocations' ? chosen : undefined })}
        />
      </div>
      {data === undefined ? (
        error === null ? (
          <div role="status" aria-label="Loading">
            <Skeleton height={420} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )
      ) : data.invocations === 0 && data.previous.invocations === 0 ? (
        <EmptyState />
      ) : (
        <AdoptionPanels adoption={data} measure={search.of ?? 'users'} />
      )}
    </Page>
  );
}
