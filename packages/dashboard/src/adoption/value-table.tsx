import { formatCount, formatPercent } from '@sonde/analytics/format';
import type { Adoption, AdoptionGroup } from '../api/responses.js';
import { InvocationsLink } from '../invocations/invocations-link.js';
import table from '../layout/table.module.css';
import type { ScopeSearch } from '../url/scope-search.js';
import { filterOf, labelOf, propertyLabel } from './properties.js';

export interface ValueTableProps {
  adoption: Adoption;
  group: AdoptionGroup;
}

type Counted = Pick<AdoptionGroup, 'invocations' | 'users' | 'previous'>;

/** The values, most used first, with the period before. */
export function ValueTable({ adoption, group }: ValueTableProps) {
  const { property, from, previous_from } = adoption;
  const before = { range: undefined, from: previous_from, to: from };
  const row = (label: string, counted: Counted, values: readonly string[] | undefined) => {
    const found = values && filterOf(property, group.tool, values);
    const link = (number: number, range: ScopeSearch = {}) =>
      found === undefined || number === 0 ? (
        formatCount(number)
      ) : (
        <InvocationsLink scope={{ ...found.scope, ...range }} filter={found.filter}>
          {formatCount(number)}
        </InvocationsLink>
      );
    const percent = (number: number, of: number) => (
      <span className={`${table.quiet} ${table.optional}`}>
        {' '}
        {of === 0 ? '' : formatPercent(number / of, of)}
      </span>
    );
    return (
      <tr key={label} data-value={values?.[0]} data-users={counted.users}>
        <th scope="row" className={table.wide}>
          {label}
        </th>
        <td className={table.number}>
          {link(counted.users)}
          {percent(counted.users, group.users)}
        </td>
        <td className={`${table.number} ${table.optional}`}>
          {link(counted.previous.users, before)}
        </td>
        <td className={table.number}>
          {link(counted.invocations)}
          {percent(counted.invocations, group.invocations)}
        </td>
        <td className={`${table.number} ${table.optional}`}>
          {link(counted.previous.invocations, before)}
        </td>
      </tr>
    );
  };
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col" className={table.wide}>
              {propertyLabel(property)}
            </th>
            <th scope="col" className={table.number}>
              People
            </th>
            <th scope="col" className={`${table.number} ${table.optional}`}>
              Period before
            </th>
            <th scope="col" className={table.number}>
              Invocations
            </th>
            <th scope="col" className={`${table.number} ${table.optional}`}>
              Period before
            </th>
          </tr>
        </thead>
        <tbody>
          {group.values.map((one) => row(labelOf(property, one.value), one, [one.value]))}
          {group.others.values > 0 &&
            row(`${formatCount(group.others.values)} others`, group.others, undefined)}
        </tbody>
      </table>
    </div>
  );
}
