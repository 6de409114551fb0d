import { SegmentedControl, Skeleton } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { retentionQuery } from '../api/people-queries.js';
import type { RetentionGroup } from '../api/responses.js';
import { Page } from '../layout/page.js';
import { Panel } from '../layout/panel.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { actorLabel } from '../url/invocation-search.js';
import { readRetentionSearch } from '../url/retention-search.js';
import { toolLabel } from '../url/scope-search.js';
import { useZone } from '../url/use-scope.js';
import { CohortTable } from './cohort-table.js';
import classes from './retention-page.module.css';

const groupings = [
  { value: '', label: 'All people' },
  { value: 'version', label: 'By first version' },
  { value: 'actor', label: 'By who ran it first' },
];

/** How many people come back in the weeks after their first invocation. */
export function RetentionPage() {
  const search = useSearch({ strict: false, select: readRetentionSearch, structuralSharing: true });
  const navigate = useNavigate({ from: '/retention' });
  const zone = useZone();
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(retentionQuery(search));
  return (
    <Page
      title="Retention"
      subtitle={`Each line is the people whose first invocation of all was in that week. Weeks begin on Monday, in ${zone}.`}
      isStale={isPlaceholderData}
    >
      <SegmentedControl
        className={classes.grouping ?? ''}
        size="xs"
        aria-label="Groups"
        data={groupings}
        value={search.by ?? ''}
        onChange={(by) => {
          void navigate({
            search: (previous: Record<string, unknown>) =>
              readRetentionSearch({ ...previous, by: by === '' ? undefined : by }),
            resetScroll: false,
          });
        }}
      />
      {data === undefined ? (
        error === null ? (
          <div role="status" aria-label="Loading">
            <Skeleton height={320} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )
      ) : data.groups.every(({ people }) => people === 0) ? (
        <EmptyState what="first invocations" />
      ) : (
        data.groups.map((group) => (
          <Panel
            key={`${group.tool} ${group.name}`}
            title={titleOf(group)}
            note={`${formatQuantity(group.people, 'new person', 'new people')} in ${formatQuantity(data.weeks.length, 'week')}`}
            flush
          >
            <CohortTable
              label={titleOf(group)}
              group={group}
              weeks={data.weeks}
              until={data.until}
            />
          </Panel>
        ))
      )}
    </Page>
  );
}

function titleOf({ tool, name }: RetentionGroup): string {
  if (name === null) return 'People who came back';
  if (tool === null) return `First run by: ${actorLabel(name)}`;
  return `First version: ${toolLabel(tool)} ${name || 'unknown'}`;
}
