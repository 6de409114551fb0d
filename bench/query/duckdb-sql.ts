import { sharedIdPrefix } from '@sonde/analytics';

/** Milliseconds since 1970; `to` is exclusive. */
interface Range {
  from: number;
  to: number;
}

const day = 86_400_000;
/** As the product does: an invocation may last this long. */
const longest = 7 * day;
/** A sequence number and a time as one number, which aggregates faster than a pair. */
const timeBits = 2 ** 42;

const inReach = ({ from, to }: Range) =>
  `corrected_time >= ${from - longest} AND corrected_time < ${to + longest} AND event != 'Command Rejected'`;

const corrected = `sequence::BIGINT * ${timeBits} + corrected_time`;
const place = `sequence::BIGINT * ${timeBits} + "timestamp"`;

/**
 * The counts of the overview, by hand: one row per invocation, then each grouping over them. It
 * takes any command, version and anonymous id of an invocation, because all its events have the
 * same here, and counts each row, because none is there twice. Rows of `part`: `whole` (of both
 * ranges), `day`, `command`, `version`.
 */
export function overviewSql(range: Range): string {
  const both = { from: range.from - (range.to - range.from), to: range.to };
  const counts = `
    count(*)::INTEGER AS invocations,
    count(*) FILTER (ending > 0)::INTEGER AS completed,
    count(*) FILTER (ending = 3)::INTEGER AS succeeded,
    count(*) FILTER (ending = 1)::INTEGER AS failed,
    count(*) FILTER (ending = 2)::INTEGER AS cancelled,
    count(*) FILTER (ending = 4)::INTEGER AS vanished`;
  const all = `${counts},
    count(DISTINCT person)::INTEGER AS users,
    quantile_cont(took, [0.5, 0.95]) AS durations`;
  return `
WITH links AS (
  SELECT anonymous_id, arg_min(user_id, (first_time, user_id)) AS user_id
  FROM (
    SELECT anonymous_id, user_id, min(corrected_time) AS first_time
    FROM events
    WHERE anonymous_id != '' AND user_id != '' AND NOT starts_with(anonymous_id, '${sharedIdPrefix}')
    GROUP BY anonymous_id, user_id
  )
  GROUP BY anonymous_id
),
folded AS (
  SELECT
    min(${corrected}) % ${timeBits} AS began,
    any_value(command) AS command,
    any_value(version) AS version,
    ifnull(min(ending) FILTER (ending > 0), 0) AS ending,
    min(duration_ms) FILTER (ending > 0 AND duration_ms >= 0) AS took,
    any_value(anonymous_id) FILTER (anonymous_id != '') AS anonymous_id,
    any_value(distinct_id) FILTER (distinct_id != '') AS distinct_id,
    arg_max(user_id, sequence) FILTER (user_id != '') AS user_id
  FROM events
  WHERE ${inReach(both)}
  GROUP BY invocation_id
  HAVING began >= ${both.from} AND began < ${both.to}
),
invocations AS MATERIALIZED (
  SELECT
    began >= ${range.from} AS current, began // ${day} AS bucket, command, version, ending, took,
    coalesce(folded.user_id, links.user_id, folded.anonymous_id, folded.distinct_id) AS any_person,
    CASE WHEN NOT starts_with(any_person, '${sharedIdPrefix}') THEN hash(any_person) END AS person
  FROM folded LEFT JOIN links USING (anonymous_id)
)
SELECT 'whole' AS part, current, NULL AS bucket, NULL AS command, NULL AS version, ${all}
FROM invocations GROUP BY current
UNION ALL
SELECT 'day', true, bucket, NULL, NULL, ${all}
FROM invocations WHERE current GROUP BY bucket
UNION ALL
SELECT 'command', true, NULL, command, NULL, ${all}
FROM invocations WHERE current GROUP BY command
UNION ALL
SELECT 'version', true, NULL, NULL, version, ${counts}, count(DISTINCT person)::INTEGER, NULL
FROM invocations WHERE current GROUP BY version`;
}

/** When each version was first seen. */
export const firstSeenSql = `
SELECT version, min(corrected_time)::DOUBLE AS first_seen
FROM events WHERE version IS NOT NULL GROUP BY version`;

/** A flow whose invocations cannot be resumed, with milestones in one step each. */
export interface SqlFlow {
  name: string;
  steps: readonly string[];
  started: string;
  completed: string;
  aborted: string;
  failed: string;
  /** Names of the events, and the steps that they belong to, by name of the milestone. */
  milestones: readonly { name: string; event: string; step: string; isOnPath: boolean }[];
}

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * The counts of a funnel, by hand: one row per run, then the groups of equal ends and, with `whole`,
 * all runs. Steps are those of one version of the flow.
 */
export function funnelSql(flow: SqlFlow, range: Range): string {
  const { milestones } = flow;
  const isEnd = `event IN (${[flow.completed, flow.aborted, flow.failed].map(quote).join(', ')})`;
  const passed = (i: number) =>
    `(first_${i} IS NOT NULL AND (terminal IS NULL OR first_${i} < terminal))`;
  const furthest = milestones.map(
    ({ step }, i) => `CASE WHEN ${passed(i)} THEN ${flow.steps.indexOf(step) + 1} ELSE 0 END`,
  );
  const stages = milestones.flatMap(({ isOnPath }, i) =>
    isOnPath ? [`CASE WHEN ${passed(i)} THEN first_${i} % ${timeBits} END`] : [],
  );
  const times = [
    `CASE WHEN began IS NOT NULL AND (terminal IS NULL OR began < terminal) THEN began % ${timeBits} END`,
    ...stages,
    `CASE WHEN ending.event = ${quote(flow.completed)} THEN terminal % ${timeBits} END`,
  ];
  // The wait for a stage since the last one before it that was reported.
  const waits = times.slice(1).map((_, i) => {
    const before = `coalesce(${times
      .slice(0, i + 1)
      .map((_, k) => `time_${k}`)
      .reverse()
      .join(', ')})`;
    return `quantile_cont(time_${i + 1} - ${before}, [0.5, 0.9]) FILTER (time_${i + 1} >= ${before})`;
  });
  return `
WITH folded AS (
  SELECT
    invocation_id,
    min(${corrected}) % ${timeBits} AS corrected_start,
    min(${place}) % ${timeBits} AS first_time,
    max(${place}) % ${timeBits} AS last_time,
    min(${place}) FILTER (event = ${quote(flow.started)}) AS began,
    min(${place}) FILTER (${isEnd}) AS terminal,
    ${milestones.map(({ event }, i) => `min(${place}) FILTER (event = ${quote(event)}) AS first_${i},`).join('\n    ')}
    arg_min({ event: event, step: step, reason: reason, error_class: error_class, duration: duration_ms },
      ${place}) FILTER (${isEnd}) AS ending
  FROM events
  WHERE flow = ${quote(flow.name)} AND ${inReach(range)}
  GROUP BY invocation_id, flow_run_id
  HAVING corrected_start >= ${range.from} AND corrected_start < ${range.to}
),
died AS (
  SELECT DISTINCT invocation_id, true AS died FROM events
  WHERE event = 'Command Completed' AND vanished AND ${inReach(range)}
),
runs AS (
  SELECT
    invocation_id,
    CASE
      WHEN terminal IS NULL THEN CASE WHEN died THEN 'vanished' ELSE 'incomplete' END
      WHEN ending.event = ${quote(flow.completed)} THEN 'completed'
      WHEN ending.event = ${quote(flow.failed)} THEN 'failed'
      WHEN ending.reason = 'vanished' THEN 'vanished'
      ELSE 'aborted'
    END AS outcome,
    CASE WHEN outcome = 'aborted' THEN ifnull(ending.reason, 'unknown') END AS reason,
    CASE WHEN outcome = 'failed' THEN ifnull(ending.error_class, 'unknown') END AS error_class,
    greatest(${furthest.join(', ')}, 0) AS furthest,
    CASE
      WHEN outcome = 'completed' THEN NULL
      WHEN ending.step IS NOT NULL THEN ending.step
      WHEN furthest > 0 THEN [${flow.steps.map(quote).join(', ')}][furthest]
    END AS step,
    CASE
      WHEN ending.duration >= 0 THEN ending.duration
      ELSE greatest(0, ifnull(terminal % ${timeBits}, last_time) - first_time)
    END AS duration,
    ${milestones.map((_, i) => `${passed(i)} AS passed_${i},`).join('\n    ')}
    ${times.map((time, i) => `${time} AS time_${i}`).join(',\n    ')}
  FROM folded LEFT JOIN died USING (invocation_id)
)
SELECT
  grouping(outcome) = 1 AS whole, outcome, reason, error_class, step,
  count(*)::INTEGER AS runs,
  count(DISTINCT invocation_id)::INTEGER AS invocations,
  quantile_cont(duration, [0.5, 0.9]) FILTER (outcome = 'completed') AS duration,
  [${milestones.map((_, i) => `count(*) FILTER (passed_${i})::INTEGER`).join(', ')}] AS milestones,
  [${waits.join(', ')}] AS waits
FROM runs
GROUP BY GROUPING SETS ((outcome, reason, error_class, step), ())`;
}
