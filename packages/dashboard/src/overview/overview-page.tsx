import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { dataQualityQuery, overviewQuery, rejectionsQuery } from '../api/overview-queries.js';
import type { InvocationSummary } from '../api/responses.js';
import { Page } from '../layout/page.js';
import { useFirstSteps } from '../setting-up/use-first-steps.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { CommandsPanel } from './commands-panel.js';
import { DataQualityPanel } from './data-quality-panel.js';
import { EndingsPanel } from './endings-panel.js';
import { MetricGrid } from './metric-grid.js';
import classes from './overview-page.module.css';
import { RejectionsPanel } from './rejections-panel.js';
import { VersionsPanel } from './versions-panel.js';
import { WorsePanel } from './worse-panel.js';

// Most projects have invocations, and are past their first steps.
const EmptyState = lazy(async () => {
  const { EmptyState } = await import('../state/empty-state.js');
  return { default: EmptyState };
});
const FirstArrival = lazy(async () => {
  const { FirstArrival } = await import('../setting-up/first-arrival.js');
  return { default: FirstArrival };
});
const Checklist = lazy(async () => {
  const { Checklist } = await import('../setting-up/checklist.js');
  return { default: Checklist };
});

/** How much the tool is used, by how many people, how reliable and how fast it is. */
export function OverviewPage() {
  const [first, setFirst] = useState<InvocationSummary>();
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    overviewQuery(useScope(), { isAwaited: first !== undefined }),
  );
  const setup = useFirstSteps();
  // The checklist is above the numbers and must not move them.
  if (data === undefined || setup.isLoading) {
    return (
      <Page title="Overview">
        {error === null ? (
          <Loading />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
      </Page>
    );
  }
  return (
    <Page title="Overview" isStale={isPlaceholderData}>
      <Suspense fallback={<Loading />}>
        {first !== undefined && <FirstArrival invocation={first} />}
        {data.totals.invocations === 0 && first !== undefined && <Loading />}
        {data.totals.invocations === 0 && first === undefined && (
          <>
            <EmptyState onFirstEvent={setFirst} />
            <ProblemPanels />
          </>
        )}
        {data.totals.invocations > 0 && (
          <>
            {setup.steps !== undefined && <Checklist steps={setup.steps} onClose={setup.close} />}
            <MetricGrid overview={data} />
            <EndingsPanel totals={data.totals} />
            <WorsePanel />
            <div className={classes.columns}>
              <CommandsPanel commands={data.commands} />
              <VersionsPanel
                versions={data.versions}
                total={data.totals.invocations}
                newSince={data.previous === null ? null : (data.series[0]?.time ?? null)}
              />
            </div>
            <ProblemPanels />
          </>
        )}
      </Suspense>
    </Page>
  );
}

/** The panels that are only there if something went wrong. Shown together, so that none moves another. */
function ProblemPanels() {
  const scope = useScope();
  const isLoading = [useQuery(rejectionsQuery(scope)), useQuery(dataQualityQuery(scope))].some(
    ({ isPending }) => isPending,
  );
  if (isLoading) return null;
  return (
    <>
      <RejectionsPanel />
      <DataQualityPanel />
    </>
  );
}

function Loading() {
  return (
    <div className={classes.loading} aria-busy="true" role="status" aria-label="Loading">
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} height={252} radius="md" />
      ))}
    </div>
  );
}
