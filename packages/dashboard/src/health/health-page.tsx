import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { healthQuery, storageQuery } from '../api/health-queries.js';
import { Page } from '../layout/page.js';
import { DataQualityPanel } from '../overview/data-quality-panel.js';
import { useSession } from '../session/session.js';
import { DiskPanel } from '../settings/storage/disk-panel.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { ArrivalCharts } from './arrival-charts.js';
import { DelaysPanel } from './delays-panel.js';
import { ForwardersPanel } from './forwarders-panel.js';
import classes from './health-page.module.css';
import { IntakePanel } from './intake-panel.js';

/** What arrives, how long it takes, what is lost on the way, and whether there is room for it. */
export function HealthPage() {
  const { account } = useSession();
  const mayReadStorage = account === null || account.administrator;
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(healthQuery(useScope()));
  const storage = useQuery({ ...storageQuery(), enabled: mayReadStorage });
  return (
    <Page
      title="Health"
      subtitle="What arrives, how long it takes, and what is lost on the way."
      withFilters={false}
      isStale={isPlaceholderData}
    >
      {data === undefined ? (
        error === null ? (
          <div className={classes.loading} role="status" aria-label="Loading">
            <Skeleton height={220} radius="md" />
            <Skeleton height={220} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )
      ) : (
        <>
          <ArrivalCharts arrivals={data.arrivals} />
          <div className={classes.columns}>
            <DelaysPanel arrivals={data.arrivals} commits={data.intake.commits} />
            <IntakePanel intake={data.intake} />
          </div>
          <DataQualityPanel />
          <ForwardersPanel />
          {storage.data !== undefined && <DiskPanel storage={storage.data} />}
        </>
      )}
    </Page>
  );
}
