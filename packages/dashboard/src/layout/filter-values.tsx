import { Skeleton, TextInput } from '@mantine/core';
import { formatCount } from '@sonde/analytics/format';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { filterValuesQuery } from '../api/overview-queries.js';
import { toProblem } from '../api/problem.js';
import {
  type BooleanFilter,
  booleanLabel,
  filterLabel,
  isBooleanFilter,
  type ListFilter,
  valueLabel,
} from '../url/scope-search.js';
import { useScope, useSetScope } from '../url/use-scope.js';
import classes from './filter-menu.module.css';

/** Lists longer than this can be searched. */
const searchFrom = 9;

/** The values of a property, to choose from. */
export function FilterValues(props: { name: ListFilter | BooleanFilter; onBack: () => void }) {
  const { name, onBack } = props;
  return isBooleanFilter(name) ? (
    <BooleanFilterValues name={name} onBack={onBack} />
  ) : (
    <ListFilterValues name={name} onBack={onBack} />
  );
}

/** The values of a property in the range, most frequent first; each can be selected. */
function ListFilterValues({ name, onBack }: { name: ListFilter; onBack: () => void }) {
  const scope = useScope();
  const setScope = useSetScope();
  const [search, setSearch] = useState('');
  const { data, error } = useQuery(filterValuesQuery(scope));
  const chosen = scope[name] ?? [];
  const known = data?.filters.find((filter) => filter.name === name)?.values ?? [];
  // Values in the URL are always listed, even if the range has none of them.
  const missing = chosen.filter((value) => known.every((one) => one.value !== value));
  const all = [...missing.map((value) => ({ value, invocations: 0 })), ...known];
  const shown = all.filter(({ value }) =>
    valueLabel(name, value).toLowerCase().includes(search.trim().toLowerCase()),
  );

  function toggle(value: string, isChosen: boolean) {
    const next = isChosen ? [...chosen, value] : chosen.filter((one) => one !== value);
    setScope({ ...scope, [name]: next.length === 0 ? undefined : next });
  }

  return (
    <div>
      <Back label={filterLabel(name)} onBack={onBack} />
      {all.length >= searchFrom && (
        <TextInput
          className={classes.search ?? ''}
          size="xs"
          placeholder="Search"
          aria-label={`Search ${filterLabel(name)}`}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {error !== null && data === undefined && (
        <p className={classes.nothing}>{toProblem(error).title}</p>
      )}
      {data === undefined && error === null && <Skeleton height={90} m={6} width="auto" />}
      {data !== undefined && shown.length === 0 && (
        <p className={classes.nothing}>
          {all.length === 0 ? 'No event in this range has this property.' : 'Nothing matches.'}
        </p>
      )}
      <ul className={classes.values}>
        {shown.map(({ value, invocations }) => (
          <li key={value}>
            <label className={classes.value}>
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={(event) => toggle(value, event.currentTarget.checked)}
              />
              <span className={classes.name}>{valueLabel(name, value)}</span>
              <span className={classes.count} title="Invocations">
                {formatCount(invocations)}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Yes, no, or both. */
function BooleanFilterValues({ name, onBack }: { name: BooleanFilter; onBack: () => void }) {
  const scope = useScope();
  const setScope = useSetScope();
  const group = useId();
  const options = [
    { label: 'Both', value: undefined },
    { label: booleanLabel(name, true), value: true },
    { label: booleanLabel(name, false), value: false },
  ];
  return (
    <div>
      <Back label={filterLabel(name)} onBack={onBack} />
      <ul className={classes.values}>
        {options.map(({ label, value }) => (
          <li key={label}>
            <label className={classes.value}>
              <input
                type="radio"
                name={group}
                checked={scope[name] === value}
                onChange={() => setScope({ ...scope, [name]: value })}
              />
              <span className={classes.name}>{label}</span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Back({ label, onBack }: { label: string; onBack: () => void }) {
  return (
    <button
      type="button"
      className={classes.back}
      onClick={onBack}
      aria-label={`${label}: back to all filters`}
    >
      <IconArrowLeft size={15} stroke={1.7} aria-hidden />
      {label}
    </button>
  );
}
