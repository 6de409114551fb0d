export interface ExampleQuery {
  label: string;
  query: string;
}

const failures: ExampleQuery = {
  label: 'Failures by command and version',
  query: `SELECT
  command,
  version,
  countIf(status = 'failed') AS failures,
  count() AS runs,
  round(100 * countIf(status = 'failed') / count(), 1) AS percent
FROM invocations
GROUP BY command, version
HAVING failures > 0
ORDER BY failures DESC
LIMIT 100`,
};

/** The query of a first visit. */
export const firstQuery = failures.query;

export const exampleQueries: readonly ExampleQuery[] = [
  failures,
  {
    label: 'Slowest commands',
    query: `SELECT
  command,
  count() AS runs,
  round(avg(duration_ms)) AS average_ms,
  round(quantile(0.9)(duration_ms)) AS p90_ms
FROM invocations
WHERE status = 'succeeded'
GROUP BY command
ORDER BY p90_ms DESC
LIMIT 20`,
  },
  {
    label: 'Where flows stop',
    query: `SELECT
  flow,
  step,
  outcome,
  reason,
  count() AS runs
FROM flow_runs
WHERE outcome IN ('failed', 'aborted', 'vanished')
GROUP BY flow, step, outcome, reason
ORDER BY runs DESC
LIMIT 100`,
  },
  {
    label: 'Events with a property',
    query: `SELECT
  time,
  event,
  command,
  JSONExtractString(properties, 'plan') AS plan,
  invocation_id
FROM events
WHERE JSONExtractString(properties, 'plan') != ''
ORDER BY time DESC
LIMIT 100`,
  },
  {
    label: 'People per day',
    query: `SELECT
  toStartOfDay(began) AS day,
  uniqExact(person) AS people,
  count() AS runs
FROM invocations
GROUP BY day
ORDER BY day`,
  },
];
