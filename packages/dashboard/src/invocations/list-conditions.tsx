import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { flowTitlesQuery } from '../api/flow-queries.js';
import { describeCondition } from '../events/describe-condition.js';
import { describeFunnelFilter } from '../funnels/describe-step.js';
import { Chip, ChipList } from '../layout/chip.js';
import { statusLooks } from '../layout/outcome.js';
import {
  describeFilter,
  listFilterNames,
  readInvocationFilter,
  statuses,
  statusFilters,
  statusGroups,
  withoutFilter,
  withoutFunnel,
} from '../url/invocation-search.js';
import { useInvocationSearch, useSetInvocationFilter } from '../url/use-invocation-search.js';
import { useScope, useZone } from '../url/use-scope.js';
import classes from './list-conditions.module.css';

/** The filters of the list in words; each can be removed. */
export function ListConditions() {
  const filter = readInvocationFilter(useInvocationSearch());
  const zone = useZone();
  const setFilter = useSetInvocationFilter();
  const { data } = useQuery({ ...flowTitlesQuery(useScope()), enabled: filter.flow !== undefined });
  const flowTitle = data?.flows.find(({ flow }) => flow === filter.flow)?.title;
  const set = listFilterNames.flatMap((name) => {
    const value = filter[name];
    return value === undefined || name === 'status' ? [] : [{ name, value }];
  });
  const isOfFunnel = filter.funnel_reached !== undefined;
  return (
    <div className={classes.row}>
      <NativeSelect
        size="xs"
        aria-label="Status"
        value={filter.status ?? ''}
        data={[
          { value: '', label: 'Any status' },
          ...statuses.map((status) => ({ value: status, label: statusLooks[status].label })),
          ...statusGroups,
        ]}
        onChange={(event) => {
          const status = statusFilters.find((one) => one === event.currentTarget.value);
          const { status: _before, ...rest } = filter;
          setFilter(status === undefined ? rest : { ...rest, status });
        }}
      />
      {(set.length > 0 || isOfFunnel) && (
        <ChipList label="Conditions of this list">
          {set.map(({ name, value }) => (
            <Chip
              key={name}
              {...describeFilter(name, value, { flowTitle, zone })}
              onRemove={() => setFilter(withoutFilter(filter, name))}
            />
          ))}
          {isOfFunnel && (
            <Chip
              label="Funnel"
              value={describeFunnelFilter(filter)}
              onRemove={() => setFilter(withoutFunnel(filter))}
            />
          )}
          {filter.property?.map((text, _index, all) => (
            <Chip
              key={text}
              {...describeCondition(text)}
              onRemove={() => setFilter({ ...filter, property: all.filter((one) => one !== text) })}
            />
          ))}
          <li>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setFilter({})}>
              Clear
            </Button>
          </li>
        </ChipList>
      )}
    </div>
  );
}
