import { SqlView, SqlViewColumn, SqlViews } from '@sonde/analytics';
import { functionNames } from '../sql-queries/functions.js';
import { longestQuery } from '../sql-queries/limits.js';
import { viewDescriptions } from '../sql-queries/views/views.js';
import { defineQuery } from './query.js';

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
