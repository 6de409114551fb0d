import { count } from '@sonde/analytics';
import { Type } from 'typebox';
import { toolOfRow } from '../sql/base-filters.js';
import { invocationRows } from '../sql/invocation-rows.js';
import { readRange } from '../sql/range.js';
import { scopeListFilters, scopeParameters } from '../sql/scope.js';
import { readView } from '../sql/source.js';
import { defineQuery } from './query.js';

const listedValues = 200;

/** Values of each filter in a date range. */
const FilterValues = Type.Object({
  filters: Type.Array(
    Type.Object({
      name: Type.Enum(scopeListFilters),
      values: Type.Array(
        Type.Object({ value: Type.String(), invocations: count('Invocations with it') }),
        { description: 'Most frequent first, at most 200' },
      ),
    }),
    { description: 'One entry per list filter, in the order of the filters' },
  ),
});

type Row = { filter: string; value: string; invocations: number };

/**
 * Values of every filter in the range. The filters are not applied, so that each one can be
 * changed.
 */
export const filterValues = defineQuery({
  path: '/api/v1/filters',
  operation: 'getFilters',
  summary: 'Values of each filter',
  access: { project: 'member' },
  parameters: scopeParameters,
  response: { name: 'FilterValues', description: 'The values', schema: FilterValues },
  async read(source, input, now) {
    const { project } = input;
    const view = await readView(source, project, readRange(input, now));
    const invocations = invocationRows(view);
    // An unknown tool is empty; other missing values are null.
    const values = scopeListFilters.map((name) =>
      name === 'tool' ? `toString(${toolOfRow(view.soleTool)})` : `toString(${name})`,
    );
    const names = scopeListFilters.map((name) => `'${name}'`).join(', ');
    const rows = await source.db.rows<Row>(
      `SELECT pair.1 AS filter, pair.2 AS value, count() AS invocations
       FROM (${invocations.sql})
       ARRAY JOIN arrayZip([${names}], [${values.join(', ')}]) AS pair
       WHERE isNotNull(value)
       GROUP BY filter, value
       ORDER BY invocations DESC, value
       LIMIT ${listedValues} BY filter`,
      invocations.parameters,
    );
    return {
      filters: scopeListFilters.map((name) => ({
        name,
        values: rows
          .filter(({ filter }) => filter === name)
          .map(({ value, invocations }) => ({ value, invocations })),
      })),
    };
  },
});
