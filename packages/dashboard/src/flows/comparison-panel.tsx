import { NativeSelect } from '@mantine/core';
import { formatQuantity } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { filterValuesQuery, flowComparisonQuery } from '../api/queries.js';
import type { FlowComparison } from '../api/responses.js';
import { Panel } from '../layout/panel.js';
import { Loaded } from '../state/loaded.js';
import { useComparison, useSetComparison } from '../url/flow-search.js';
import { valueLabel } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import { ComparisonTable } from './comparison-table.js';

/** The flow beside another version, or the period before, if one is chosen. */
export function ComparisonPanel({ flow }: { flow: string }) {
  const compare = useComparison();
  return (
    <Panel
      title="Compare"
      note="How many runs reach each stage, beside another version or the period before"
      aside={<ComparisonChoice compare={compare} />}
      flush={compare !== undefined}
    >
      {compare !== undefined && <Comparison flow={flow} compare={compare} />}
    </Panel>
  );
}

const versionPrefix = 'version:';

function ComparisonChoice({ compare }: { compare: string | undefined }) {
  const scope = useScope();
  const setComparison = useSetComparison();
  const { data } = useQuery(filterValuesQuery(scope));
  const known = data?.filters.find(({ name }) => name === 'version')?.values ?? [];
  const versions = known.map(({ value }) => value).filter((value) => value !== '');
  const chosen = compare?.startsWith(versionPrefix) ? compare.slice(versionPrefix.length) : '';
  const listed = chosen === '' || versions.includes(chosen) ? versions : [chosen, ...versions];

  function choose(value: string) {
    if (value === '') setComparison({ version: scope.version });
    else if (value === 'before') setComparison({ version: scope.version, compare: value });
    else {
      const other = value.slice(versionPrefix.length);
      const own = scope.version?.filter((one) => one !== other) ?? [];
      // The page must show other versions than the one that they are compared with.
      const shown = own.length > 0 ? own : versions.filter((one) => one !== other).slice(0, 1);
      setComparison({ version: shown, compare: value });
    }
  }

  return (
    <NativeSelect
      size="xs"
      aria-label="Compare with"
      value={compare ?? ''}
      data={[
        { value: '', label: 'Nothing' },
        { value: 'before', label: 'The period before' },
        // With one version, there is nothing to compare it with.
        ...(listed.length < 2 && chosen === '' ? [] : listed).map((version) => ({
          value: `${versionPrefix}${version}`,
          label: `Version ${version}`,
        })),
      ]}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}

function Comparison({ flow, compare }: { flow: string; compare: string }) {
  const scope = useScope();
  const query = useQuery(flowComparisonQuery(flow, compare, scope));
  const shown = scope.version?.map((one) => valueLabel('version', one)).join(', ');
  return (
    <Loaded query={query}>
      {(comparison) => (
        <ComparisonTable
          comparison={comparison}
          label={comparison.other.version === null ? 'This period' : (shown ?? 'This version')}
          otherLabel={comparison.other.version ?? 'Period before'}
          note={describePeople(comparison)}
        />
      )}
    </Loaded>
  );
}

function describePeople({ people, other }: FlowComparison): string {
  return `Differences are in percentage points, with a 95% interval from the runs of ${formatQuantity(people, 'person', 'people')} and ${formatQuantity(other.people, 'person', 'people')}. Runs of one person are alike, so people are compared, not runs; runs of no person, as in CI, only count in the columns.`;
}
