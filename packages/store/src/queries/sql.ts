import { count } from '@sonde/analytics';
import { Type } from 'typebox';
import { readZone, zoneParameter } from '../sql/calendar.js';
import { readRange } from '../sql/range.js';
import { rangeParameters } from '../sql/scope.js';
import { longestQuery, mostRows, secondsAtMost } from '../sql-queries/limits.js';
import { runSql } from '../sql-queries/run-sql.js';
import { defineQuery } from './query.js';

const SqlColumn = Type.Object({
  name: Type.String(),
  type: Type.String({ description: 'Of the engine: `String`, `Nullable(Float64)`' }),
});

const SqlResult = Type.Object({
  columns: Type.Array(SqlColumn),
  rows: Type.Array(
    Type.Array(Type.Any({ description: 'As JSON; integers beyond 2^53 as text, times as text' })),
    { description: 'Values in the order of the columns' },
  ),
  truncated: Type.Boolean({ description: `Whether there were more than ${mostRows} rows` }),
  elapsed_ms: count('Milliseconds that the query took'),
});

export const sql = defineQuery({
  path: '/api/v1/sql',
  operation: 'runSql',
  summary: `Runs a SELECT over the views of docs/sql.md, which hold this project in this range: at most ${mostRows} rows and ${secondsAtMost} s`,
  access: { project: 'member' },
  parameters: {
    query: Type.String({ minLength: 1, maxLength: longestQuery, description: 'One SELECT' }),
    ...rangeParameters,
    ...zoneParameter,
  },
  response: {
    name: 'SqlResult',
    description: 'The rows',
    schema: SqlResult,
    parts: { SqlColumn },
  },
  read(source, input, now) {
    const { project, query } = input;
    return runSql(source, { project, query, range: readRange(input, now), zone: readZone(input) });
  },
});
