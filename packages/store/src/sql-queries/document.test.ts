import { fileURLToPath } from 'node:url';
import { mostSqlRows } from '@sonde/analytics';
import { expect, test } from 'vitest';
import { functionNames, parametricNames } from './functions.js';
import {
  longestQuery,
  mostAtOnce,
  mostOfProject,
  mostParts,
  mostResultBytes,
  secondsAtMost,
} from './limits.js';
import { mostFlows } from './views/flow-runs-view.js';
import { viewDescriptions } from './views/views.js';

const number = (value: number) => value.toLocaleString('en');
const withoutIf = functionNames.filter(
  (name) => !name.endsWith('If') || !functionNames.includes(name.slice(0, -2)),
);

const views = viewDescriptions.map(
  ({ name, description, columns }) => `### ${name}

${description}.

| Column | Type | |
|---|---|---|
${columns.map((column) => `| \`${column.name}\` | ${column.type} | ${column.description} |`).join('\n')}
`,
);

const text = `# SQL

Ask what no page answers: one SELECT over three views, on the page **SQL**, over HTTP, or by a [coding agent](command-line.md#for-coding-agents). A query reads one project and changes nothing.

\`\`\`sh
curl --get http://127.0.0.1:7377/api/v1/sql/csv \\
  --data-urlencode from=2026-11-01T00:00:00Z \\
  --data-urlencode 'query=SELECT command, count(*) AS runs FROM invocations GROUP BY command'
\`\`\`

With accounts, send a read key as \`Authorization: Bearer\`. \`/api/v1/sql\` returns JSON, with the types of the columns; \`/api/v1/sql/csv\` returns CSV. \`from\`, \`to\` and \`zone\` are those of every query: the views hold what began or happened in the range, by default in the last 30 days, and their times are in the zone.

## Examples

Commands that fail most:

\`\`\`sql
SELECT command, version, count(*) AS runs, countIf(status = 'failed') AS failed,
  round(100 * failed / runs, 1) AS percent
FROM invocations
GROUP BY command, version
HAVING runs >= 20
ORDER BY percent DESC
LIMIT 20
\`\`\`

People by day:

\`\`\`sql
SELECT toStartOfDay(began) AS day, uniqExact(person) AS people
FROM invocations
GROUP BY day
ORDER BY day
\`\`\`

Where flows stop, by who ran them:

\`\`\`sql
SELECT r.flow, r.step, i.actor, count(*) AS runs
FROM flow_runs r
JOIN invocations i ON i.invocation_id = r.invocation_id
WHERE r.outcome != 'completed'
GROUP BY r.flow, r.step, i.actor
ORDER BY runs DESC
\`\`\`

Time from one event to the next in the same invocation:

\`\`\`sql
WITH pairs AS (
  SELECT event, time,
    lagInFrame(event) OVER (PARTITION BY invocation_id ORDER BY sequence) AS before,
    dateDiff('millisecond', lagInFrame(time) OVER (PARTITION BY invocation_id ORDER BY sequence), time) AS waited
  FROM events
)
SELECT before, event, count(*) AS times, quantile(0.9)(waited) AS p90_ms
FROM pairs
WHERE before != ''
GROUP BY before, event
ORDER BY times DESC
\`\`\`

A property of an event that has no column:

\`\`\`sql
SELECT JSONExtractString(properties, 'plan') AS plan, count(*) AS events
FROM events
WHERE event = 'CLI Application Create Completed'
GROUP BY plan
\`\`\`

## What a query can be

The dialect is ClickHouse's: SELECT with DISTINCT, joins, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, LIMIT BY, UNION, WITH, subqueries, window functions, CASE, CAST, arrays and lambdas. \`IN\` takes constants or a subquery. A [person](numbers.md#person) is counted by \`uniqExact(person)\`. The numbers are those of the pages, which [count](numbers.md) the same invocations and flow runs.

Leave columns with one value for all rows, such as \`'all' AS label\`, out of ORDER BY: behind another column, the engine (ClickHouse 26.7) returns [other rows than the first](../findings/chdb-order-by-constant-loses-rows.sh) if there are more than 1,500.

A query is read by a grammar of its own and written again for the engine. So it reaches the views and the functions below, and nothing else: no table, file, setting or other project.

| Limit | |
|---|---|
| characters of a query | ${number(longestQuery)} |
| rows of a result | ${number(mostSqlRows)}; \`truncated\` says whether there were more |
| size of a result as JSON | ${number(mostResultBytes / 1_000_000)} MB |
| SELECTs and tables, those of a named query each time it is read | ${mostParts} |
| time | ${secondsAtMost} s |
| memory | 512 MB, at most what \`--memory\` leaves |
| queries that run or wait | ${mostAtOnce} of all people together, ${mostOfProject} of one project; they run one after another |
| flows in \`flow_runs\` | ${mostFlows} |

A query goes on to its end, or to a limit, when its client has gone. Queries are part of the URL, and a proxy may allow shorter ones than the collector (nginx: 8 kB).

Errors are [\`sql_invalid\`, \`sql_limit_exceeded\`](errors.md) and those of every query.

## Views

${views.join('\n')}
## Functions

Those in italics also take a condition as \`…If\`. Those with \`(…)\` take constants first: \`quantile(0.9)(duration_ms)\`.

${withoutIf
  .map((name) => {
    const shown = `\`${name}\`${parametricNames.has(name) ? '(…)' : ''}`;
    return functionNames.includes(`${name}If`) ? `*${shown}*` : shown;
  })
  .join(', ')}
`;

// To update the page: `npx vitest run packages/store/src/sql-queries/document.test.ts -u`.
test('docs/sql.md describes the views, functions and limits', async () => {
  const path = fileURLToPath(new URL('../../../../docs/sql.md', import.meta.url));
  await expect(text).toMatchFileSnapshot(path);
});
