import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { agentsQuery } from '../api/command-queries.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { ActorsPanel } from './actors-panel.js';
import classes from './agents-page.module.css';
import { HarderCommandsPanel } from './harder-commands-panel.js';
import { RepeatsPanel } from './repeats-panel.js';
import { UsageErrorsPanel } from './usage-errors-panel.js';

/** People, coding agents, CI and runs without a terminal, side by side. */
export function AgentsPage() {
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(agentsQuery(useScope()));
  if (data === undefined) {
    return (
      <Page title="Agents">
        {error === null ? (
          <div className={classes.loading} role="status" aria-label="Loading">
            <Skeleton height={260} radius="md" />
            <Skeleton height={260} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
      </Page>
    );
  }
  const isEmpty = data.invocations === 0 && data.usage_errors.length === 0;
  return (
    <Page title="Agents" isStale={isPlaceholderData}>
      {isEmpty ? (
        <EmptyState />
      ) : (
        <>
          <ActorsPanel actors={data.actors} total={data.invocations} />
          <HarderCommandsPanel commands={data.harder_commands} />
          <div className={classes.columns}>
            <RepeatsPanel repeats={data.repeats} />
            <UsageErrorsPanel errors={data.usage_errors} />
          </div>
        </>
      )}
    </Page>
  );
}
