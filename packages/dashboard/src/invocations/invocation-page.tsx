import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { invocationQuery } from '../api/invocation-queries.js';
import { Breadcrumb } from '../layout/breadcrumb.js';
import { Page } from '../layout/page.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { BaseProperties } from './base-properties.js';
import { FlowRunList } from './flow-run-list.js';
import { InvocationHeader } from './invocation-header.js';
import classes from './invocation-page.module.css';
import { useListBefore } from './list-state.js';
import { Timeline } from './timeline.js';

/** One run of the tool: its command, its outcome, and all its events in order. */
export function InvocationPage() {
  const { invocationId } = useParams({ from: '/signed-in/project/invocations/$invocationId' });
  const { data, error, refetch, isFetching } = useQuery(invocationQuery(invocationId, useScope()));
  const listBefore = useListBefore();
  const above = <Breadcrumb to="/invocations" label="Invocations" search={listBefore} />;
  if (data === undefined) {
    return (
      <Page title="Invocation" above={above} withScope={false}>
        {error === null ? (
          <div role="status" aria-label="Loading" className={classes.loading}>
            <Skeleton height={120} radius="md" />
            <Skeleton height={360} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
      </Page>
    );
  }
  const { summary } = data;
  const isRejected = data.events.some(({ event }) => event === 'Command Rejected');
  const command = summary.command === '' ? 'Unknown command' : summary.command;
  return (
    <Page
      title={command}
      documentTitle={`${command} ${summary.invocation_id.slice(0, 8)}`}
      above={above}
      subtitle={<InvocationHeader summary={summary} isRejected={isRejected} />}
      withScope={false}
    >
      <div className={classes.columns}>
        <Timeline detail={data} />
        <div className={classes.side}>
          <FlowRunList runs={data.flow_runs} />
          <BaseProperties
            base={data.base}
            base_undeclared={data.base_undeclared}
            summary={summary}
          />
        </div>
      </div>
    </Page>
  );
}
