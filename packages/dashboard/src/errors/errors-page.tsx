import { Skeleton } from '@mantine/core';
import { formatCount, formatQuantity } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { errorsQuery } from '../api/command-queries.js';
import type { ErrorReport } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Page } from '../layout/page.js';
import { Panel } from '../layout/panel.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { useScope } from '../url/use-scope.js';
import { ErrorTable } from './error-table.js';

/** What fails, in which versions and commands, since when, and how often. */
export function ErrorsPage() {
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(errorsQuery(useScope()));
  if (data === undefined) {
    return (
      <Page title="Errors">
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
  return (
    <Page
      title="Errors"
      subtitle={data.invocations > 0 && <Summary report={data} />}
      isStale={isPlaceholderData}
    >
      {data.invocations === 0 ? (
        <EmptyState what="errors" />
      ) : (
        <>
          <Panel
            title="By error class"
            note={note(
              data.total_classes,
              data.classes.length,
              'Share: of the tool’s ended invocations. First and last seen: over all data.',
            )}
            flush
          >
            <ErrorTable label="Error classes" rows={data.classes} report={data} />
          </Panel>
          <Panel
            title="By version and command"
            note={note(
              data.total_rows,
              data.rows.length,
              'Share: of the ended invocations of that command and version. New: no earlier release has the error.',
            )}
            flush
          >
            <ErrorTable
              label="Errors by version and command"
              rows={data.rows}
              report={data}
              withVersions
            />
          </Panel>
        </>
      )}
    </Page>
  );
}

function Summary({ report }: { report: ErrorReport }) {
  return (
    <span data-invocations={report.invocations}>
      <InvocationsLink filter={{ has_error: true }} countsPeople>
        {`${formatQuantity(report.invocations, 'invocation')} with an error, by ${formatQuantity(report.users, 'user')}`}
      </InvocationsLink>
    </span>
  );
}

function note(total: number, shown: number, text: string): string {
  return total > shown ? `The ${shown} most frequent of ${formatCount(total)}. ${text}` : text;
}
