import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { eventQuery } from '../api/event-queries.js';
import type { EventDetail } from '../api/responses.js';
import { declarationMark } from '../flows/declaration-mark.js';
import { Breadcrumb } from '../layout/breadcrumb.js';
import { Page } from '../layout/page.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { BreakdownPanel } from './breakdown-panel.js';
import classes from './event-page.module.css';
import { EventTotalsGrid } from './event-totals-grid.js';

/** One event: how often it occurs, and with which values of its properties. */
export function EventPage() {
  const { event } = useParams({ from: '/signed-in/project/events/$event' });
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    eventQuery(event, useScope()),
  );
  const above = <Breadcrumb to="/events" label="Events" />;
  if (data === undefined) {
    return (
      <Page title={event} above={above}>
        {error === null ? (
          <div className={classes.loading} role="status" aria-label="Loading">
            <Skeleton height={252} radius="md" />
            <Skeleton height={320} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={event}
      above={above}
      subtitle={<Origin event={data} />}
      isStale={isPlaceholderData}
    >
      {data.totals.events === 0 ? (
        <EmptyState what="events of this name" />
      ) : (
        <>
          <EventTotalsGrid event={data} />
          <BreakdownPanel event={data} />
        </>
      )}
    </Page>
  );
}

/** What catalogs say about it. */
function Origin({ event }: { event: EventDetail }) {
  const { description, declaration, flow, tools } = event;
  const scope = useScope();
  const mark = declarationMark(declaration);
  return (
    <span className={classes.origin} data-declaration={declaration}>
      {description !== null && <span>{description}</span>}
      {flow !== null && (
        <span>
          Part of the flow{' '}
          <Link to="/flows/$flow" params={{ flow }} search={scope} className={classes.flow}>
            {flow}
          </Link>
        </span>
      )}
      {tools.length > 0 && <span>Declared by {tools.join(', ')}</span>}
      {tools.length === 0 && declaration === 'now' && <span>Reported by the SDK or client</span>}
      {mark !== undefined && <span className={classes.mark}>{mark}</span>}
    </span>
  );
}
