import { formatCount, formatPercent, formatQuantity } from '@sonde/analytics/format';
import type { Adoption } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import { Day } from '../layout/day.js';
import { Panel } from '../layout/panel.js';
import { type SortedColumn, SortedTable } from '../layout/sorted-table.js';
import table from '../layout/table.module.css';
import { hasSeveralTools, ToolName } from '../overview/tool-name.js';

type Row = Adoption['uptake'][number];

/** How fast people took up each release of the range. */
export function UptakePanel({ uptake }: { uptake: Adoption['uptake'] }) {
  const severalTools = hasSeveralTools(uptake);
  const columns: SortedColumn<Row>[] = [
    {
      ...{ name: 'release', label: 'Release', kind: 'text', isWide: true },
      value: ({ version }) => version,
      render: ({ tool, version }) => (
        <>
          <InvocationsLink scope={{ tool: [tool], version: [version] }}>{version}</InvocationsLink>
          {severalTools && <ToolName tool={tool} />}
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
      ...{ name: 'half_days', label: 'Half' },
      value: ({ half_days }) => half_days,
      render: ({ half_days }) => daysOf(half_days),
    },
    {
      ...{ name: 'most_days', label: '90%' },
      value: ({ most_days }) => most_days,
      render: ({ most_days }) => daysOf(most_days),
    },
    {
      ...{ name: 'share', label: 'At the end' },
      value: shareOf,
      render: (row) => (
        <>
          {formatCount(row.users)} of {formatCount(row.of_users)}{' '}
          <span className={`${table.quiet} ${table.optional}`}>
            {row.of_users > 0 && formatPercent(shareOf(row), row.of_users)}
          </span>
        </>
      ),
    },
  ];
  return (
    <Panel
      title="How fast releases are taken up"
      note="Until half and 90% of the people of the last 28 days use the release or a newer version"
      flush
    >
      <SortedTable
        name="uptake"
        label="How fast releases are taken up"
        columns={columns}
        rows={uptake}
        keyOf={({ tool, version }) => `${tool} ${version}`}
        fileColumns={[
          { name: 'users', value: ({ users }) => users },
          { name: 'of_users', value: ({ of_users }) => of_users },
          { name: 'tool', value: ({ tool }) => tool },
        ]}
        dataOf={({ version, half_days }) => ({
          'data-release': version,
          'data-half': half_days ?? 'none',
        })}
      />
    </Panel>
  );
}

const shareOf = ({ users, of_users }: Row) => (of_users === 0 ? null : users / of_users);

function daysOf(days: number | null): string {
  if (days === null) return 'not yet';
  return days === 0 ? 'same day' : formatQuantity(days, 'day');
}
