import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { ErrorReport } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Day } from '../layout/day.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';
import { errorLabel } from '../url/invocation-search.js';
import type { ScopeSearch } from '../url/scope-search.js';
import classes from './error-table.module.css';
import { Trend } from './trend.js';

type ClassRow = ErrorReport['classes'][number];
type VersionRow = ErrorReport['rows'][number];
type Row = ClassRow | VersionRow;

export interface ErrorTableProps {
  label: string;
  rows: readonly Row[];
  report: ErrorReport;
  /** Whether the rows are by version and command. */
  withVersions?: boolean;
}

const isByVersion = (row: Row): row is VersionRow => 'version' in row;

/** Error classes, or errors by version and command; every number opens its invocations. */
export function ErrorTable({ label, rows, report, withVersions = false }: ErrorTableProps) {
  const severalTools = hasSeveralTools(report.classes);
  const link = (row: Row, text: string, countsPeople = false) => {
    const scope = scopeOf(row, severalTools);
    // No filter selects the invocations without a version or a command.
    return scope === undefined ? (
      text
    ) : (
      <InvocationsLink
        scope={scope}
        filter={{ error_class: row.error_class }}
        countsPeople={countsPeople}
      >
        {text}
      </InvocationsLink>
    );
  };
  const ofVersion: SortedColumn<Row>[] = [
    {
      ...{ name: 'version', label: 'Version', kind: 'text', isForWide: true },
      value: (row) => (isByVersion(row) ? row.version : null),
      render: (row) => (
        <span className={`${table.name} ${classes.version}`}>
          {isByVersion(row) && row.version !== '' ? row.version : '–'}
        </span>
      ),
    },
    {
      ...{ name: 'command', label: 'Command', kind: 'text', isWide: true, isForWide: true },
      value: (row) => (isByVersion(row) ? row.command : null),
      render: (row) => (isByVersion(row) && row.command !== '' ? row.command : '–'),
    },
  ];
  const columns: SortedColumn<Row>[] = [
    {
      ...{ name: 'error', label: 'Error class', kind: 'text', isWide: !withVersions },
      value: ({ error_class }) => error_class,
      render: (row) => (
        <span className={withVersions ? `${table.name} ${classes.class}` : undefined}>
          {link(row, errorLabel(row.error_class))}
          {severalTools && <ToolName tool={row.tool} />}{' '}
          {row.is_new && <span className={classes.new}>new</span>}
          {!isByVersion(row) && row.since_version !== null && !row.is_new && (
            <span className={classes.since}>since {row.since_version}</span>
          )}
          {isByVersion(row) && (
            <span className={classes.where}>
              {[row.command, row.version].filter((text) => text !== '').join(' ')}
            </span>
          )}
        </span>
      ),
    },
    ...(withVersions ? ofVersion : []),
    {
      ...{ name: 'invocations', label: 'Invocations' },
      value: ({ invocations }) => invocations,
      render: (row) => link(row, formatCount(row.invocations)),
    },
    {
      ...{ name: 'users', label: 'Users', isOptional: true },
      value: ({ users }) => users,
      render: (row) => link(row, formatCount(row.users), true),
    },
    {
      ...{ name: 'share', label: 'Share' },
      value: ({ share }) => share,
      render: (row) => link(row, formatShare(row)),
    },
    {
      ...{ name: 'first', label: 'First seen', kind: 'text', isOptional: true },
      value: ({ first_seen }) => first_seen,
      render: ({ first_seen }) => <Day time={first_seen} />,
    },
    {
      ...{ name: 'last', label: 'Last seen', kind: 'text', isOptional: true },
      value: ({ last_seen }) => last_seen,
      render: ({ last_seen }) => <Day time={last_seen} />,
    },
    {
      ...{ name: 'trend', label: 'Trend', isOptional: true },
      value: ({ trend }) => trend.at(-1) ?? null,
      fileValue: null,
      render: ({ trend }) => <Trend counts={trend} interval={report.interval} />,
    },
  ];
  return (
    <SortedTable
      name={withVersions ? 'versions' : ''}
      label={label}
      columns={columns}
      rows={rows}
      fileColumns={[
        { name: 'tool', value: ({ tool }) => tool },
        { name: 'is_new', value: ({ is_new }) => String(is_new) },
        ...(withVersions ? [] : [sinceVersion]),
      ]}
      keyOf={(row) => JSON.stringify([row.tool, row.error_class, scopeOf(row, true)])}
      dataOf={(row) => ({ 'data-error': row.error_class, 'data-invocations': row.invocations })}
    />
  );
}

/** The first release with the error; null if it is the tool's first release. */
const sinceVersion = {
  name: 'since_version',
  value: (row: Row) => (isByVersion(row) ? null : row.since_version),
};

/** What the row's invocations have in common; undefined if no filter says it. */
function scopeOf(row: Row, withTool: boolean): ScopeSearch | undefined {
  const tool = withTool ? { tool: [row.tool] } : {};
  if (!isByVersion(row)) return tool;
  if (row.version === '' || row.command === '') return undefined;
  return { ...tool, version: [row.version], command: [row.command] };
}

/** As exact as the number of invocations that it is a share of. */
function formatShare({ share, invocations }: Row): string {
  return formatPercent(share, share === null || share === 0 ? 0 : invocations / share);
}
