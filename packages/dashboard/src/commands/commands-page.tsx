import { Skeleton } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { commandsQuery } from '../api/command-queries.js';
import { Page } from '../layout/page.js';
import { Panel } from '../layout/panel.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { CommandsTable } from './commands-table.js';

/** How much each command is used, by how many people, how reliable and how fast it is. */
export function CommandsPage() {
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    commandsQuery(useScope()),
  );
  if (data === undefined) {
    return (
      <Page title="Commands">
        {error === null ? (
          <div role="status" aria-label="Loading">
            <Skeleton height={420} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
      </Page>
    );
  }
  const shown = data.commands.length;
  return (
    <Page title="Commands" isStale={isPlaceholderData}>
      {shown === 0 ? (
        <EmptyState what="commands" />
      ) : (
        <Panel
          title="By command"
          note={
            data.total > shown
              ? `The ${shown} most used of ${formatCount(data.total)}, with the change from the period before.`
              : 'With the change from the period before. Select a command for its durations, errors and flags.'
          }
          flush
        >
          <CommandsTable commands={data.commands} />
        </Panel>
      )}
    </Page>
  );
}
