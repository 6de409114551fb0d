import { formatCount, formatPercent } from '@sonde/analytics/format';
import { IconArrowNarrowRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ReleaseReport } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import link from '../invocations/invocations-link.module.css';
import { type SortedColumn, SortedTable, type SortedTableProps } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import { ToolName } from '../overview/tool-name.js';
import { toolLabel } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import { hitsOf, runsOf, scopeOf } from './change-lists.js';
import classes from './change-table.module.css';

type Release = ReleaseReport['releases'][number];
type Change = Release['worse'][number];

/** A rate in two releases of a tool. */
interface ReleaseRow {
  release: Release;
  change: Change;
}

export interface ChangeTableProps {
  /** In the address. */
  name: string;
  label: string;
  /** The first column's title. */
  title: string;
  rows: readonly ReleaseRow[];
  /** Whether rows name their tool and release. */
  namesRelease?: boolean;
  /** Whether the rates rose by more than chance. */
  isWorse?: boolean;
}

const fileColumns: NonNullable<SortedTableProps<ReleaseRow>['fileColumns']> = [
  { name: 'before_hits', value: ({ change }) => change.before.hits },
  { name: 'before_runs', value: ({ change }) => change.before.runs },
  { name: 'after_hits', value: ({ change }) => change.after.hits },
  { name: 'after_runs', value: ({ change }) => change.after.runs },
  { name: 'tool', value: ({ release }) => release.tool },
  { name: 'before_version', value: ({ release }) => release.previous_version },
  { name: 'after_version', value: ({ release }) => release.version },
];

/** Rates before and after a release; every number opens its invocations. */
export function ChangeTable(props: ChangeTableProps) {
  const { name, label, title, rows, namesRelease = false, isWorse = false } = props;
  const columns: SortedColumn<ReleaseRow>[] = [
    {
      ...{ name: 'rate', label: title, kind: 'text', isWide: true },
      value: ({ change }) => describeChange(change),
      render: (row) => (
        <>
          <SubjectLink {...row} />
          {namesRelease && (
            <ToolName tool={`${toolLabel(row.release.tool)} ${row.release.version}`} />
          )}
        </>
      ),
    },
    {
      ...{ name: 'before', label: 'Before' },
      value: ({ change }) => change.before.rate,
      render: (row) => <Rate {...row} version={row.release.previous_version} />,
    },
    {
      ...{ name: 'after', label: 'After' },
      value: ({ change }) => change.after.rate,
      render: (row) => (
        <>
          <IconArrowNarrowRight size={14} className={classes.arrow} aria-hidden />{' '}
          <Rate
            {...row}
            version={row.release.version}
            className={isWorse ? classes.worse : undefined}
          />
        </>
      ),
    },
    {
      ...{ name: 'users_hit', label: 'Users hit' },
      value: ({ change }) => change.after.people_hit,
      render: ({ release, change }) => (
        <InvocationsLink
          scope={scopeOf(release, change, release.version)}
          filter={hitsOf(change)}
          countsPeople
        >
          {formatCount(change.after.people_hit)}
        </InvocationsLink>
      ),
    },
  ];
  return (
    <SortedTable
      name={name}
      label={label}
      columns={columns}
      rows={rows}
      keyOf={({ release, change }) =>
        `${release.tool}\n${change.kind}\n${change.flow}\n${change.name}`
      }
      fileColumns={fileColumns}
      dataOf={({ release, change }) => ({
        'data-worse': isWorse ? change.name : undefined,
        'data-tool': release.tool,
      })}
    />
  );
}

/** The share, and the two numbers that it is made of. */
function Rate(props: ReleaseRow & { version: string; className?: string | undefined }) {
  const { release, change, version, className } = props;
  const { runs, hits, rate } = version === release.version ? change.after : change.before;
  const scope = scopeOf(release, change, version);
  const list = (count: number, filter: ReturnType<typeof hitsOf>, children: ReactNode) => (
    <span {...(change.kind === 'step' ? { 'data-runs': count } : { 'data-invocations': count })}>
      <InvocationsLink scope={scope} filter={filter}>
        {children}
      </InvocationsLink>
    </span>
  );
  return (
    <>
      <span className={className}>{list(hits, hitsOf(change), formatPercent(rate, runs))}</span>{' '}
      <span className={`${table.quiet} ${table.optional}`}>
        {list(hits, hitsOf(change), formatCount(hits))} of{' '}
        {list(runs, runsOf(change), formatCount(runs))}
      </span>
    </>
  );
}

/** To the page of the command, the runs with the error, or the funnel with the step. */
function SubjectLink({ release, change }: ReleaseRow) {
  const pageScope = useScope();
  const search = { ...pageScope, ...scopeOf(release, change, release.version) };
  const text = describeChange(change);
  if (change.kind === 'error_class') {
    return (
      <InvocationsLink scope={search} filter={hitsOf(change)}>
        {text}
      </InvocationsLink>
    );
  }
  return change.kind === 'step' && change.flow !== null ? (
    <Link to="/flows/$flow" params={{ flow: change.flow }} search={search} className={link.link}>
      {text}
    </Link>
  ) : (
    <Link
      to="/commands/$command"
      params={{ command: change.name }}
      search={search}
      className={link.link}
    >
      {text}
    </Link>
  );
}

function describeChange({ kind, name, flow }: Change): string {
  if (kind === 'command') return `${name} fails`;
  if (kind === 'error_class') return `Error ${name}`;
  return `${flow} stops at ${name.replace(/^step:/, '')}`;
}
