import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { flowTimesQuery, funnelQuery } from '../api/flow-queries.js';
import { toProblem } from '../api/problem.js';
import { Breadcrumb } from '../layout/breadcrumb.js';
import { Page } from '../layout/page.js';
import { Panel } from '../layout/panel.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { Loaded } from '../state/loaded.js';
import { useScope } from '../url/use-scope.js';
import { ComparisonPanel } from './comparison-panel.js';
import { FailuresPanel } from './failures-panel.js';
import { FlowOrigin } from './flow-origin.js';
import classes from './flow-page.module.css';
import { FlowSummaryPanel } from './flow-summary-panel.js';
import { Funnel } from './funnel.js';
import { MilestonesPanel } from './milestones-panel.js';
import { ReasonsPanel } from './reasons-panel.js';
import { StageTimesPanel } from './stage-times-panel.js';
import { TimesPanel } from './times-panel.js';
import { TrendGrid } from './trend-grid.js';
import { UnknownFlow } from './unknown-flow.js';

/** One flow: how far its runs get, and why they stop. */
export function FlowPage() {
  const { flow } = useParams({ from: '/signed-in/project/flows/$flow' });
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    funnelQuery(flow, useScope()),
  );
  const times = useQuery(flowTimesQuery(flow, useScope()));
  const above = <Breadcrumb to="/flows" label="Flows" />;
  if (data === undefined && error !== null && toProblem(error).code === 'flow_not_found') {
    return <UnknownFlow flow={flow} />;
  }
  if (data === undefined) {
    return (
      <Page title={flow} above={above}>
        {error === null ? (
          <div className={classes.loading} role="status" aria-label="Loading">
            <Skeleton height={110} radius="md" />
            <Skeleton height={520} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={data.title}
      above={above}
      subtitle={
        <FlowOrigin
          flow={data}
          undeclared="seen in events, but in no catalog; its steps come from ended runs"
        />
      }
      isStale={isPlaceholderData}
    >
      {data.runs === 0 ? (
        <EmptyState what="runs of this flow" />
      ) : (
        <>
          <FlowSummaryPanel funnel={data} />
          <Panel title="Funnel" flush>
            <Funnel funnel={data} />
          </Panel>
          <ComparisonPanel flow={flow} />
          <Loaded query={times}>
            {(loaded) => (
              <>
                <TrendGrid funnel={data} times={loaded} />
                <div className={classes.times}>
                  <TimesPanel times={loaded} />
                  <StageTimesPanel times={loaded} />
                </div>
              </>
            )}
          </Loaded>
          <div className={classes.columns}>
            <ReasonsPanel funnel={data} />
            <FailuresPanel funnel={data} />
            <MilestonesPanel funnel={data} />
          </div>
        </>
      )}
    </Page>
  );
}
