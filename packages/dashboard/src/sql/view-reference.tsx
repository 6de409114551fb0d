import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type SqlView, sqlViewsQuery } from '../api/sql-queries.js';
import { Panel } from '../layout/panel.js';
import { Loaded } from '../state/loaded.js';
import { useScope } from '../url/use-scope.js';
import classes from './view-reference.module.css';

/** The views with their columns, and the functions that a query may use. */
export function ViewReference() {
  const query = useQuery(sqlViewsQuery(useScope()));
  return (
    <Panel title="Views" note="They hold what began or happened in the range above">
      <Loaded query={query}>
        {({ views, functions }) => (
          <div className={classes.views}>
            {views.map((view) => (
              <View key={view.name} {...view} />
            ))}
            <details>
              <summary>Functions</summary>
              <p className={classes.functions}>{functions.join(', ')}</p>
            </details>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function View({ name, description, columns }: SqlView) {
  return (
    <details data-view={name}>
      <summary>
        <code>{name}</code>
      </summary>
      <p className={classes.description}>{withCode(description)}</p>
      <dl className={classes.columns}>
        {columns.map((column) => (
          <div key={column.name}>
            <dt>
              <code>{column.name}</code> <span className={classes.type}>{column.type}</span>
            </dt>
            <dd>{withCode(column.description)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** A description with its values in backticks as code. */
function withCode(description: string): ReactNode[] {
  return description.split('`').map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts do not change
    index % 2 === 1 ? <code key={index}>{part}</code> : part,
  );
}
