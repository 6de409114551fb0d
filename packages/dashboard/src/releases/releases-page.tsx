import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { releaseReportQuery } from '../api/overview-queries.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { type ReleaseSearch, readReleaseSearch } from '../url/release-search.js';
import { readScope } from '../url/scope-search.js';
import { withSort } from '../url/sort-search.js';
import { ReleasePanel } from './release-panel.js';

/** What got worse with a release of each tool, by more than chance. */
export function ReleasesPage() {
  const search = useSearch({ strict: false, select: readReleaseSearch, structuralSharing: true });
  const navigate = useNavigate({ from: '/releases' });
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    releaseReportQuery(search, { all: true }),
  );
  const choose = (own: Pick<ReleaseSearch, 'tool' | 'release' | 'since'>) => {
    void navigate({
      search: (previous: Record<string, unknown>) =>
        withSort(readReleaseSearch)({ ...previous, ...own }),
      resetScroll: false,
    });
  };
  const isChosen = search.release !== undefined || search.since !== undefined;
  const backToNewest = isChosen && (
    <div>
      <Button
        variant="default"
        size="xs"
        onClick={() => void navigate({ search: withSort(readScope) })}
      >
        Compare the newest releases
      </Button>
    </div>
  );
  return (
    <Page
      title="What got worse"
      subtitle="Failures, errors and stops that rose with a release by more than chance, most users hit first"
      isStale={isPlaceholderData}
    >
      {data === undefined ? (
        error === null ? (
          <div role="status" aria-label="Loading">
            <Skeleton height={420} radius="md" />
          </div>
        ) : (
          <>
            <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
            {backToNewest}
          </>
        )
      ) : data.tools.length === 0 ? (
        <EmptyState what="releases" />
      ) : (
        <>
          {data.tools.map(({ tool, versions }) => (
            <ReleasePanel
              key={tool}
              tool={tool}
              versions={versions}
              release={data.releases.find((one) => one.tool === tool)}
              search={search}
              onChoose={choose}
            />
          ))}
          {backToNewest}
        </>
      )}
    </Page>
  );
}
