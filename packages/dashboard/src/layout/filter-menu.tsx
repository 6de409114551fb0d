import { Button, Popover, Skeleton } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import {
  type BooleanFilter,
  booleanFilters,
  booleanLabel,
  filterLabel,
  isBooleanFilter,
  type ListFilter,
  listFilters,
} from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import classes from './filter-menu.module.css';

const FilterValues = lazy(() =>
  import('./filter-values.js').then((module) => ({ default: module.FilterValues })),
);

/** Adds filters: first the property, then its values. */
export function FilterMenu() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      trapFocus
      shadow="md"
      withinPortal
      width={300}
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconAdjustmentsHorizontal size={15} stroke={1.7} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label="Filters">
        <FilterChoice />
      </Popover.Dropdown>
    </Popover>
  );
}

function FilterChoice() {
  const scope = useScope();
  const [name, setName] = useState<ListFilter | BooleanFilter | null>(null);
  if (name !== null) {
    return (
      <Suspense fallback={<Skeleton height={120} />}>
        <FilterValues name={name} onBack={() => setName(null)} />
      </Suspense>
    );
  }
  return (
    <ul>
      {[...listFilters, ...booleanFilters].map((one) => {
        const value = scope[one];
        return (
          <li key={one}>
            <button type="button" className={classes.item} onClick={() => setName(one)}>
              <span>{filterLabel(one)}</span>
              <span className={classes.set}>{describeChoice(one, value)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** A short description of the selected values of one filter. */
function describeChoice(
  name: ListFilter | BooleanFilter,
  value: string[] | boolean | undefined,
): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `${value.length} chosen`;
  return isBooleanFilter(name) ? booleanLabel(name, value) : '';
}
