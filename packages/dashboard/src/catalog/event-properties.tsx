import { formatCount, formatPercent, formatQuantity } from '@sonde/analytics/format';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type CatalogEvent, catalogEventQuery } from '../api/catalog-queries.js';
import link from '../invocations/invocations-link.module.css';
import table from '../layout/table.module.css';
import { TableHead } from '../layout/table-head.js';
import { Loaded } from '../state/loaded.js';
import type { ScopeSearch } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';
import { allowedValues, typeWords } from './allowed-values.js';
import classes from './catalog.module.css';

export interface EventPropertiesProps {
  event: Pick<CatalogEvent, 'tool' | 'event'>;
  /** Whether the pages behind links must be told the tool. */
  namesTool: boolean;
}

/** The properties of one event, declared and seen, with how many of its events had each. */
export function EventProperties({ event: { tool, event }, namesTool }: EventPropertiesProps) {
  const scope = useScope();
  const own: ScopeSearch = { ...scope, ...(namesTool && { tool: [tool] }) };
  return (
    <Loaded query={useQuery(catalogEventQuery(scope, tool, event))}>
      {({ description, events, properties, undeclared }) => {
        const opens = (name: string, command: string | null) => (
          <Link
            to="/events/$event"
            params={{ event }}
            search={{ ...own, ...(command !== null && { command: [command] }), by: name }}
            className={link.link}
          >
            {name}
          </Link>
        );
        const seen = (count: number) => (
          <td className={table.number} data-seen={count}>
            {formatCount(count)}{' '}
            <span className={`${table.quiet} ${table.optional}`}>
              {events > 0 && formatPercent(count / events, events)}
            </span>
          </td>
        );
        return (
          <div className={classes.properties}>
            {description !== null && <p>{description}</p>}
            {properties.length + undeclared.length === 0 ? (
              <p className={table.quiet}>It has no properties besides those of every event.</p>
            ) : (
              <div className={table.scroll}>
                <table className={table.table} aria-label={`Properties of ${event}`}>
                  <TableHead
                    columns={[
                      { label: 'Property' },
                      { label: 'Type', isOptional: true },
                      { label: 'Allowed', kind: 'wide', isOptional: true },
                      { label: `Of ${formatQuantity(events, 'event')}`, kind: 'number' },
                    ]}
                  />
                  <tbody>
                    {properties.map((one) => (
                      <tr
                        key={`${one.name}\n${one.command}`}
                        data-property={one.name}
                        data-optional={one.optional}
                      >
                        <th scope="row">
                          <span className={table.name}>
                            {opens(one.name, one.command)}
                            {one.command !== null && (
                              <span className={classes.flag}>argument of {one.command}</span>
                            )}
                            {one.description !== null && (
                              <span className={classes.flag}>{one.description}</span>
                            )}
                            <span className={`${classes.flag} ${classes.onPhone}`}>
                              {[
                                typeWords[one.type],
                                one.optional ? 'optional' : 'required',
                                allowedValues(one),
                              ]
                                .filter((text) => text !== '')
                                .join('; ')}
                            </span>
                          </span>
                        </th>
                        <td className={table.optional}>
                          {typeWords[one.type]}
                          <span className={classes.flag}>
                            {one.optional ? 'optional' : 'required'}
                          </span>
                        </td>
                        <td className={`${table.wide} ${table.optional}`}>{allowedValues(one)}</td>
                        {seen(one.events)}
                      </tr>
                    ))}
                    {undeclared.map(({ name, events: count }) => (
                      <tr key={`undeclared ${name}`} data-property={name} data-undeclared>
                        <th scope="row">
                          <span className={table.name}>
                            {opens(name, null)}
                            <span className={`${classes.flag} ${classes.onPhone}`}>
                              not declared
                            </span>
                          </span>
                        </th>
                        <td className={`${table.optional} ${table.quiet}`}>not declared</td>
                        <td className={`${table.wide} ${table.optional}`} />
                        {seen(count)}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
