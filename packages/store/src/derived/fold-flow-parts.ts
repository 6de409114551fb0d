import { lifecycleEvents } from '@sonde/protocol';
import { placeSql, placeTime, startOfRow, startTime } from '../sql/place.js';
import { baseColumns, plainType } from './fold-invocations.js';

const texts = 'Array(LowCardinality(Nullable(String)))';

/** Lists with an entry for the first event of each name, in the order of the events. */
const lists = [
  ['events', 'Array(LowCardinality(String))', 'entry.2'],
  ['times', 'Array(Int64) CODEC(ZSTD(1))', placeTime('entry.1')],
  ['steps', texts, 'entry.3.1'],
  ['reasons', texts, 'entry.3.2'],
  ['error_classes', texts, 'entry.3.3'],
  ['durations_ms', 'Array(Nullable(Float64)) CODEC(ZSTD(1))', 'entry.3.4'],
] as const;

/**
 * The columns of a flow part: what one invocation contributes to one flow run. For a flow that ends
 * with its invocation, that is the whole run.
 *
 * A part is independent of catalogs, which can change: queries decide what its events mean.
 *
 * `began`: corrected time at which it began. `last_time`: time of its last event by the client's
 * clock, as in `times`. `invocation_began`: corrected time at which the invocation began.
 * `is_vanished`: its process died.
 */
export const flowPartColumns: readonly (readonly [name: string, type: string])[] = [
  ['project', 'LowCardinality(String)'],
  ['flow', 'LowCardinality(String)'],
  ['invocation_id', 'String CODEC(ZSTD(1))'],
  ['flow_run_id', 'String CODEC(ZSTD(1))'],
  ['began', 'Int64 CODEC(ZSTD(1))'],
  ...baseColumns.map(([name, type]) => [name, type] as const),
  ['last_time', 'Int64 CODEC(ZSTD(1))'],
  ...lists.map(([name, type]) => [name, type] as const),
  ['invocation_began', 'Int64 CODEC(ZSTD(1))'],
  ['is_vanished', 'UInt8'],
];

/**
 * A statement that folds events into one row per flow part, with the columns of
 * {@link flowPartColumns}. Every aggregate ignores repeated rows.
 *
 * @param rows Condition on rows of `sonde.events` that selects whole invocations.
 * @param only Condition on the rows of flows among them.
 */
export function foldFlowParts(rows: string, only = "flow != ''"): string {
  const folded: Record<string, string> = {
    began: startTime('least_start'),
    last_time: placeTime('last_place'),
    invocation_began: startTime('invocation_start'),
    is_vanished: 'vanished_with',
  };
  for (const [name] of baseColumns) folded[name] = `folded_${name}`;
  for (const [name, , value] of lists) folded[name] = `arrayMap(entry -> ${value}, entries)`;
  const outer = flowPartColumns.map(
    ([name, type]) => `CAST(${folded[name] ?? `parts.${name}`}, '${plainType(type)}') AS ${name}`,
  );
  const bases = baseColumns.map(([name, , fold]) => `${fold} AS folded_${name}`);
  const wholes = baseColumns.map(([name]) =>
    name === 'tool'
      ? "minIf(folded_tool, folded_tool != '') AS folded_tool"
      : `${name.startsWith('is_') ? 'max' : 'min'}(folded_${name}) AS folded_${name}`,
  );
  return `
  SELECT ${outer.join(', ')}
  FROM
  (
    SELECT project, flow, invocation_id, flow_run_id,
      min(first_start) AS least_start,
      max(last_of_event) AS last_place,
      arraySort(entry -> entry.1, groupArray(tuple(first_of_event, event, details))) AS entries,
      ${wholes.join(', ')}
    FROM
    (
      SELECT project, flow, invocation_id, flow_run_id, event,
        min(place) AS first_of_event,
        max(place) AS last_of_event,
        argMin(tuple(step, reason, error_class, duration_ms), place) AS details,
        min(start) AS first_start,
        ${bases.join(', ')}
      FROM
      (
        SELECT project, flow, invocation_id, flow_run_id, event, step, reason, error_class,
          duration_ms, ${baseColumns.map(([name]) => name).join(', ')},
          ${placeSql} AS place, ${startOfRow} AS start
        FROM sonde.events
        WHERE ${rows} AND ${only}
      )
      GROUP BY project, flow, invocation_id, flow_run_id, event
    )
    GROUP BY project, flow, invocation_id, flow_run_id
  ) AS parts
  INNER JOIN
  (
    SELECT project, invocation_id, min(${startOfRow}) AS invocation_start,
      max(event = '${lifecycleEvents.completed}' AND ifNull(vanished, false)) AS vanished_with
    FROM sonde.events
    WHERE ${rows} AND event != '${lifecycleEvents.rejected}'
    GROUP BY project, invocation_id
  ) AS whole ON whole.project = parts.project AND whole.invocation_id = parts.invocation_id`;
}
