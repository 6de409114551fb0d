import { Skeleton } from '@mantine/core';
import { contextName, rateBase } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { commandQuery } from '../api/command-queries.js';
import type { CommandReport, Totals } from '../api/responses.js';
import { ListScopeContext } from '../invocations/list-scope.js';
import { Breadcrumb } from '../layout/breadcrumb.js';
import { Page } from '../layout/page.js';
import { Panel } from '../layout/panel.js';
import { EndingsPanel } from '../overview/endings-panel.js';
import { MetricGrid } from '../overview/metric-grid.js';
import { TotalsTable, type TotalsTableProps } from '../overview/totals-table.js';
import { EmptyState } from '../state/empty-state.js';
import { ErrorState } from '../state/error-state.js';
import { type ScopeSearch, toolLabel } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import classes from './command-page.module.css';
import { DurationsPanel } from './durations-panel.js';
import { ErrorClassesPanel } from './error-classes-panel.js';
import { ExitCodesPanel } from './exit-codes-panel.js';
import { FlagsPanel } from './flags-panel.js';

/** One command: how it does over time, how long it takes, how it ends, and with which flags. */
export function CommandPage() {
  const { command } = useParams({ from: '/signed-in/project/commands/$command' });
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    commandQuery(command, useScope()),
  );
  const above = <Breadcrumb to="/commands" label="Commands" />;
  if (data === undefined) {
    return (
      <Page title={command} above={above}>
        {error === null ? (
          <div className={classes.loading} role="status" aria-label="Loading">
            <Skeleton height={520} radius="md" />
            <Skeleton height={260} radius="md" />
          </div>
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
      </Page>
    );
  }
  const { tools } = data;
  return (
    <Page
      title={command}
      above={above}
      subtitle={tools.length > 1 && `Command of several tools: ${tools.map(toolLabel).join(', ')}`}
      isStale={isPlaceholderData}
    >
      {data.totals.invocations === 0 ? (
        <EmptyState what="invocations of this command" />
      ) : (
        <ListScopeContext value={{ command: [command] }}>
          <Report report={data} />
        </ListScopeContext>
      )}
    </Page>
  );
}

function Report({ report }: { report: CommandReport }) {
  return (
    <>
      <MetricGrid overview={report} />
      <EndingsPanel totals={report.totals} />
      <div className={classes.columns}>
        <DurationsPanel buckets={report.durations} />
        <ExitCodesPanel report={report} />
        <ErrorClassesPanel report={report} />
      </div>
      <FlagsPanel flags={report.flags} />
      <div className={classes.halves}>
        <GroupsPanel
          title="Versions"
          name="versions"
          of={{ name: 'version', label: 'Version' }}
          groups={report.versions.map(({ version, ...totals }) => ({
            ...{ value: version, text: version, scope: { version: [version] }, totals },
          }))}
        />
        <GroupsPanel
          title="Context"
          name="contexts"
          of={{ name: 'cli_context', label: 'Context' }}
          groups={report.contexts.map(({ cli_context, ...totals }) => ({
            ...{ value: cli_context, text: contextName(cli_context) },
            ...{ scope: { cli_context: [cli_context] }, totals },
          }))}
        />
      </div>
    </>
  );
}

interface GroupsPanelProps extends Pick<TotalsTableProps, 'name' | 'of'> {
  title: string;
  groups: readonly { value: string; text: string; scope: ScopeSearch; totals: Totals }[];
}

/** The counts of each of several groups of the command's runs; nothing if there are none. */
function GroupsPanel({ title, name, of, groups }: GroupsPanelProps) {
  if (groups.length === 0) return null;
  return (
    <Panel title={title} flush>
      <TotalsTable
        name={name}
        label={title}
        of={of}
        rows={groups.map(({ value, text, scope, totals }) => ({
          ...{ key: value, text, scope, counts: totals, rateBase: rateBase(totals) },
          data: { 'data-value': value, 'data-invocations': String(totals.invocations) },
        }))}
      />
    </Panel>
  );
}
