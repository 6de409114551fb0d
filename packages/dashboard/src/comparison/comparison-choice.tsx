import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { filterValuesQuery } from '../api/overview-queries.js';
import { useComparison, useSetComparison } from '../url/comparison-search.js';
import { useScope } from '../url/use-scope.js';
import { offeredVersions } from './offered-versions.js';

const versionPrefix = 'version:';

/** Chooses the version or the period that the page is compared with. */
export function ComparisonChoice() {
  const compare = useComparison();
  const scope = useScope();
  const setComparison = useSetComparison();
  const { data } = useQuery(filterValuesQuery(scope));
  const known = data?.filters.find(({ name }) => name === 'version')?.values ?? [];
  const versions = known.map(({ value }) => value).filter((value) => value !== '');
  const chosen = compare?.startsWith(versionPrefix) ? compare.slice(versionPrefix.length) : '';
  const offered = offeredVersions({ versions, chosen, shown: scope.version ?? [] });

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
        ...offered.map((version) => ({
          value: `${versionPrefix}${version}`,
          label: `Version ${version}`,
        })),
      ]}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
