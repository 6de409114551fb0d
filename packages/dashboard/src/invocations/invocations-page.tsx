import { Button, NativeSelect, Skeleton } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { invocationsCsv, invocationsQuery } from '../api/invocation-queries.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { readInvocationFilter } from '../url/invocation-search.js';
import { useSort } from '../url/sort-search.js';
import { useInvocationSearch } from '../url/use-invocation-search.js';
import { invocationOrders, nameOfOrder, readInvocationOrder } from './invocation-order.js';
import { InvocationTable } from './invocation-table.js';
import classes from './invocations-page.module.css';
import { ListConditions } from './list-conditions.js';
import { NothingMatches } from './nothing-matches.js';

/** The invocations behind a number, newest first unless sorted by another column. */
export function InvocationsPage() {
  const search = useInvocationSearch();
  const [chosen, setSort] = useSort('');
  const sort = readInvocationOrder(chosen);
  const query = useInfiniteQuery(invocationsQuery(search, nameOfOrder(sort)));
  const { data, error, refetch, isFetching, isPlaceholderData } = query;
  const first = data?.pages[0];
  const rows = data?.pages.flatMap(({ invocations }) => invocations) ?? [];
  const isNarrowed = Object.keys(readInvocationFilter(search)).length > 0;

  return (
    <Page
      title="Invocations"
      subtitle={
        first !== undefined && (
          <span
            data-testid="list-total"
            data-total={first.total}
            data-flow-runs={first.flow_runs}
            data-people={first.people}
            data-matching-events={first.matching_events}
          >
            {first.flow_runs !== null && `${formatQuantity(first.flow_runs, 'flow run')} in `}
            {first.matching_events !== null &&
              `${formatQuantity(first.matching_events, 'event')} in `}
            {formatQuantity(first.total, 'invocation')}
            {first.people !== null && ` of ${formatQuantity(first.people, 'person', 'people')}`}
          </span>
        )
      }
      isStale={isPlaceholderData}
    >
      <ListConditions />
      {first === undefined ? (
        error === null ? (
          <div role="status" aria-label="Loading" className={classes.loading}>
            <Skeleton height={420} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )
      ) : first.total === 0 ? (
        isNarrowed ? (
          <NothingMatches />
        ) : (
          <EmptyState />
        )
      ) : (
        <div>
          <NativeSelect
            className={classes.order}
            size="xs"
            aria-label="Order"
            value={nameOfOrder(sort)}
            data={invocationOrders.map((one) => ({
              value: nameOfOrder(one.sort),
              label: one.label,
            }))}
            onChange={({ currentTarget: { value } }) => {
              const order = invocationOrders.find((one) => nameOfOrder(one.sort) === value);
              if (order !== undefined) setSort(order.sort);
            }}
          />
          <InvocationTable rows={rows} sort={sort} onSort={setSort} />
          <div className={classes.more}>
            <span>
              {formatQuantity(rows.length, 'invocation')} of {first.total.toLocaleString('en-US')}{' '}
              shown
            </span>
            {query.hasNextPage && (
              <Button
                variant="default"
                size="xs"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                Show more
              </Button>
            )}
            <Button
              component="a"
              href={invocationsCsv(search, nameOfOrder(sort), query.dataUpdatedAt)}
              download="invocations.csv"
              variant="subtle"
              color="gray"
              size="xs"
              leftSection={<IconDownload size={15} stroke={1.7} aria-hidden />}
            >
              Download all as CSV
            </Button>
            {query.isFetchNextPageError && (
              <span role="alert" className={classes.failed}>
                The next page could not be loaded.
              </span>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}
