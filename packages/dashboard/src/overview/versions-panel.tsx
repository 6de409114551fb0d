import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { Overview } from '../api/responses.js';
import none from '../flows/none.module.css';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Day } from '../layout/day.js';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import { hasSeveralTools, ToolName } from './tool-name.js';
import classes from './versions-panel.module.css';

type Row = Overview['versions'][number];

export interface VersionsPanelProps {
  versions: readonly Row[];
  /** Invocations of all versions. */
  total: number;
  /** Start of the range, if there is earlier data: versions first seen later are new. */
  newSince: string | null;
}

/** The versions in use by tool, newest first. */
export function VersionsPanel({ versions, total, newSince }: VersionsPanelProps) {
  const severalTools = hasSeveralTools(versions);
  const link = ({ tool, version }: Row, text: string, countsPeople = false) =>
    version === '' ? (
      text
    ) : (
      <InvocationsLink
        scope={{ ...(severalTools && { tool: [tool] }), version: [version] }}
        countsPeople={countsPeople}
      >
        {text}
      </InvocationsLink>
    );
  const columns: SortedColumn<Row>[] = [
    {
      ...{ name: 'version', label: 'Version', kind: 'text', isWide: true },
      value: ({ version }) => version || null,
      render: (row) => (
        <>
          {link(row, row.version || 'unknown')}
          {severalTools && <ToolName tool={row.tool} />}
          {newSince !== null && row.first_seen >= newSince && (
            <span className={classes.new}>new</span>
          )}
        </>
      ),
    },
    {
      ...{ name: 'first_seen', label: 'First seen', kind: 'text' },
      ...{ isOptional: true, isQuiet: true },
      value: ({ first_seen }) => first_seen,
      render: ({ first_seen }) => <Day time={first_seen} />,
    },
    {
      ...{ name: 'invocations', label: 'Invocations' },
      value: ({ invocations }) => invocations,
      render: (row) => (
        <>
          {link(row, formatCount(row.invocations))}{' '}
          <span className={`${table.quiet} ${table.optional}`}>
            {formatPercent(row.invocations / total, total)}
          </span>
        </>
      ),
    },
    {
      ...{ name: 'users', label: 'Users', isOptional: true },
      value: ({ users }) => users,
      render: (row) => link(row, formatCount(row.users), true),
    },
    {
      ...{ name: 'success', label: 'Success' },
      value: ({ success_rate }) => success_rate,
      render: (row) => link(row, formatPercent(row.success_rate, row.invocations)),
    },
  ];
  if (versions.length === 0) {
    return (
      <Panel title="Versions">
        <p className={none.none}>No invocation reported a version.</p>
      </Panel>
    );
  }
  return (
    <Panel title="Versions" flush>
      <SortedTable
        name="versions"
        label="Versions"
        columns={columns}
        rows={versions}
        keyOf={({ tool, version }) => `${tool} ${version}`}
        fileColumns={[
          { name: 'share', value: ({ invocations }) => invocations / total },
          { name: 'tool', value: ({ tool }) => tool },
        ]}
        dataOf={({ tool, version }) => ({ 'data-version': version, 'data-tool': tool })}
      />
    </Panel>
  );
}
