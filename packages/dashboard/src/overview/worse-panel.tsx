import { Skeleton } from '@mantine/core';
import { formatCount, formatPercent } from '@sonde/analytics/format';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { releaseReportQuery } from '../api/queries.js';
import type { ReleaseReport } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import link from '../invocations/invocations-link.module.css';
import { Panel } from '../layout/panel.js';
import table from '../layout/table.module.css';
import { ProblemNote } from '../state/problem-note.js';
import type { InvocationListFilter } from '../url/invocation-search.js';
import { type ScopeSearch, toolLabel } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import { ToolName } from './tool-name.js';
import classes from './worse-panel.module.css';

type Release = ReleaseReport['releases'][number];
type Change = Release['worse'][number];

/** What got worse with the newest release of each tool, the changes that hit most people first. */
export function WorsePanel() {
  const { data, error } = useQuery(releaseReportQuery(useScope()));
  const releases = data?.releases ?? [];
  const changes = releases.flatMap((release) =>
    release.worse.map((change) => ({ release, change })),
  );
  const [only] = releases;
  const isOne = releases.length === 1;
  if (changes.length === 0) {
    return (
      <Panel title="What got worse">
        {error !== null && <ProblemNote error={error} />}
        {data === undefined && error === null && <Skeleton height={24} />}
        {data !== undefined && <p className={classes.none}>{describeNone(releases)}</p>}
      </Panel>
    );
  }
  return (
    <Panel
      title="What got worse"
      note={
        isOne
          ? `${only?.version} compared with ${only?.previous_version}; only what is more than chance`
          : 'Newest release of each tool compared with the previous one; only what is more than chance'
      }
      flush
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col" className={table.wide}>
                Got worse
              </th>
              <th scope="col" className={table.number}>
                Of its runs
              </th>
              <th scope="col" className={table.number}>
                Users hit
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ release, change }) => (
              <tr
                key={`${release.tool}\n${change.kind}\n${change.flow}\n${change.name}`}
                data-worse={change.name}
                data-tool={release.tool}
              >
                <th scope="row" className={table.wide}>
                  <RunsLink release={release} change={change} version={release.version}>
                    {describeChange(change)}
                  </RunsLink>
                  {!isOne && <ToolName tool={`${toolLabel(release.tool)} ${release.version}`} />}
                </th>
                <td className={table.number}>
                  <RunsLink release={release} change={change} version={release.previous_version}>
                    {formatPercent(change.before.rate, change.before.runs)}
                  </RunsLink>{' '}
                  <IconArrowNarrowRight size={14} className={classes.arrow} aria-label="to" />{' '}
                  <span className={classes.worse}>
                    <RunsLink release={release} change={change} version={release.version}>
                      {formatPercent(change.after.rate, change.after.runs)}
                    </RunsLink>
                  </span>
                </td>
                <td className={table.number}>
                  <InvocationsLink scope={scopeOf(release, change)} filter={hitsOf(change)}>
                    {formatCount(change.after.people_hit)}
                  </InvocationsLink>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** To the invocations with the error or of the command, or to the funnel with the step. */
function RunsLink(props: {
  release: Release;
  change: Change;
  version: string;
  children: ReactNode;
}) {
  const { release, change, version, children } = props;
  const pageScope = useScope();
  const scope = { ...scopeOf(release, change), version: [version] };
  if (change.kind === 'step' && change.flow !== null) {
    return (
      <Link
        to="/flows/$flow"
        params={{ flow: change.flow }}
        search={{ ...pageScope, ...scope }}
        className={link.link}
      >
        {children}
      </Link>
    );
  }
  if (change.kind === 'error_class') {
    return (
      <InvocationsLink scope={scope} filter={{ error_class: change.name }}>
        {children}
      </InvocationsLink>
    );
  }
  return <InvocationsLink scope={scope}>{children}</InvocationsLink>;
}

function scopeOf({ tool, version }: Release, { kind, name }: Change): ScopeSearch {
  return { tool: [tool], version: [version], ...(kind === 'command' && { command: [name] }) };
}

/** Selects the invocations in which it went wrong. */
function hitsOf({ kind, name, flow }: Change): InvocationListFilter {
  if (kind === 'command') return { status: 'failed' };
  if (kind === 'error_class') return { error_class: name };
  return { ...(flow !== null && { flow }), flow_stopped_at: name };
}

function describeChange({ kind, name, flow }: Change): string {
  if (kind === 'command') return `${name} fails`;
  if (kind === 'error_class') return `Error ${name}`;
  return `${flow} stops at ${name.replace(/^step:/, '')}`;
}

function describeNone(releases: readonly Release[]): string {
  if (releases.length === 0)
    return 'The range must include two releases of a tool to compare them.';
  const tested = releases.reduce((sum, release) => sum + release.tested, 0);
  return tested === 0
    ? 'Nothing can be said: a comparison needs 20 users of each release.'
    : `Nothing: of ${formatCount(tested)} rates of failures, errors and stops, none rose by more than chance.`;
}
