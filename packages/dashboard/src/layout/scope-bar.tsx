import { Button } from '@mantine/core';
import {
  booleanFilters,
  booleanLabel,
  filterLabel,
  hasFilters,
  listFilters,
  valueLabel,
  withoutFilters,
} from '../url/scope-search.js';
import { useScope, useSetScope } from '../url/use-scope.js';
import { Chip, ChipList } from './chip.js';
import { FilterMenu } from './filter-menu.js';
import { LiveState } from './live-state.js';
import { RangePicker } from './range-picker.js';
import classes from './scope-bar.module.css';
import { ToolSwitcher } from './tool-switcher.js';

export interface ScopeBarProps {
  /** False on pages to which only range and tool apply. */
  withFilters: boolean;
  /** True on pages to which only the range applies, and which do not refresh by themselves. */
  rangeOnly: boolean;
}

/** Range and filters, the same on every page that shows many invocations. */
export function ScopeBar({ withFilters, rangeOnly }: ScopeBarProps) {
  const scope = useScope();
  const setScope = useSetScope();
  return (
    <section className={classes.bar} aria-label={withFilters ? 'Range and filters' : 'Range'}>
      <div className={classes.inner}>
        <RangePicker />
        {!rangeOnly && <ToolSwitcher />}
        {withFilters && <FilterMenu />}
        {withFilters && hasFilters(scope) && (
          <ChipList label="Filters">
            {listFilters.map((name) => {
              const values = scope[name];
              return (
                values !== undefined && (
                  <Chip
                    key={name}
                    label={filterLabel(name)}
                    value={values.map((value) => valueLabel(name, value)).join(', ')}
                    onRemove={() => setScope({ ...scope, [name]: undefined })}
                  />
                )
              );
            })}
            {booleanFilters.map((name) => {
              const value = scope[name];
              return (
                value !== undefined && (
                  <Chip
                    key={name}
                    value={booleanLabel(name, value)}
                    onRemove={() => setScope({ ...scope, [name]: undefined })}
                  />
                )
              );
            })}
            <li>
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                onClick={() => setScope(withoutFilters(scope))}
              >
                Clear
              </Button>
            </li>
          </ChipList>
        )}
        {!rangeOnly && <LiveState />}
      </div>
    </section>
  );
}
