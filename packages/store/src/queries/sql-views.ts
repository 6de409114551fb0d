import { count } from '@sonde/analytics';
import { Type } from 'typebox';
import { functionNames } from '../sql-queries/functions.js';
import { longestQuery } from '../sql-queries/limits.js';
import { viewDescriptions } from '../sql-queries/views/views.js';
import { defineQuery } from './query.js';

const SqlViewColumn = Type.Object({
  name: Type.String(),
  type: Type.String({ description: 'Of the engine' }),
  description: Type.String(),
});

const SqlView = Type.Object({
  name: Type.String(),
  description: Type.String({ description: 'What a row is' }),
  columns: Type.Array(SqlViewColumn),
});

const SqlViews = Type.Object({
  views: Type.Array(SqlView),
  functions: Type.Array(Type.String(), { description: 'Functions that a query may call' }),
  longest_query: count('Characters of a query, at most'),
});

export const sqlViews = defineQuery({
  path: '/api/v1/sql/views',
  operation: 'getSqlViews',
  summary: 'The views and functions that `/api/v1/sql` knows',
  access: { project: 'member' },
  parameters: {},
  response: {
    name: 'SqlViews',
    description: 'Views and functions',
    schema: SqlViews,
    parts: { SqlView, SqlViewColumn },
  },
  read: async () => ({
    views: viewDescriptions,
    functions: [...functionNames],
    longest_query: longestQuery,
  }),
});
