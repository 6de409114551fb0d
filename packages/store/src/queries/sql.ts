import { mostSqlRows, SqlColumn, SqlResult } from '@sonde/analytics';
import { Type } from 'typebox';
import { readZone, zoneParameter } from '../sql/calendar.js';
import { readRange } from '../sql/range.js';
import { rangeParameters } from '../sql/scope.js';
import { longestQuery, secondsAtMost } from '../sql-queries/limits.js';
import { runSql } from '../sql-queries/run-sql.js';
import { defineQuery } from './query.js';

export const sql = defineQuery({
  path: '/api/v1/sql',
  operation: 'runSql',
  summary: `Runs a SELECT over the views of docs/sql.md, which hold this project in this range: at most ${mostSqlRows} rows and ${secondsAtMost} s`,
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
