import { type Static, Type } from 'typebox';
import { count } from './response-fields.js';

/** Rows of a result, at most. */
export const mostSqlRows = 10_000;

export const SqlColumn = Type.Object({
  name: Type.String(),
  type: Type.String({ description: 'Of the engine: `String`, `Nullable(Float64)`' }),
});

export const SqlResult = Type.Object({
  columns: Type.Array(SqlColumn),
  rows: Type.Array(
    Type.Array(Type.Any({ description: 'As JSON; integers beyond 2^53 as text, times as text' })),
    { description: 'Values in the order of the columns' },
  ),
  truncated: Type.Boolean({ description: `Whether there were more than ${mostSqlRows} rows` }),
  elapsed_ms: count('Milliseconds that the query took'),
});
export type SqlResult = Static<typeof SqlResult>;

export const SqlViewColumn = Type.Object({
  name: Type.String(),
  type: Type.String({ description: 'Of the engine' }),
  description: Type.String(),
});

export const SqlView = Type.Object({
  name: Type.String(),
  description: Type.String({ description: 'What a row is' }),
  columns: Type.Array(SqlViewColumn),
});

export const SqlViews = Type.Object({
  views: Type.Array(SqlView),
  functions: Type.Array(Type.String(), { description: 'Functions that a query may call' }),
  longest_query: count('Characters of a query, at most'),
});
export type SqlViews = Static<typeof SqlViews>;
