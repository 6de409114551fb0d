import { personHash } from '../sql/persons.js';
import { placeSql, startSql } from '../sql/place.js';
import { scopeListFilters } from '../sql/scope.js';

/** The type of a text that few rows have in a form of their own. */
const commonText = 'LowCardinality(Nullable(String))';

/** Base properties that filters use. They are the same on all events of an invocation. */
export const baseColumns: readonly (readonly [name: string, type: string, fold: string])[] = [
  ['tool', 'LowCardinality(String)', "minIf(tool, tool != '')"],
  ...scopeListFilters
    .filter((name) => name !== 'tool')
    .map((name) => [name, commonText, `min(${name})`] as const),
  ['is_ci', 'Nullable(Bool)', 'max(is_ci)'],
  ['is_interactive', 'Nullable(Bool)', 'max(is_interactive)'],
];

type Column = readonly [name: string, type: string, sql: string];

/**
 * How events are folded into an invocation. Every aggregate ignores repeated rows, so nothing has to
 * be merged first.
 *
 * `began` is the corrected time at which the invocation began, `first_time` and `last_time` are the
 * earliest and the latest corrected time of its events. `ending`: see `statusSql`.
 */
const folds: readonly Column[] = [
  ['project', 'LowCardinality(String)', 'project'],
  ['invocation_id', 'String CODEC(ZSTD(1))', 'invocation_id'],
  ['began', 'Int64 CODEC(ZSTD(1))', startSql],
  ['first_time', 'Int64 CODEC(ZSTD(1))', 'min(corrected_time)'],
  ['last_time', 'Int64 CODEC(ZSTD(1))', 'max(corrected_time)'],
  ...baseColumns,
  ['ending', 'UInt8', 'minIf(ending, ending > 0)'],
  [
    'duration_ms',
    'Nullable(Float64) CODEC(ZSTD(1))',
    'minIf(duration_ms, ending > 0 AND duration_ms >= 0)',
  ],
  ['exit_code', 'Nullable(Int64) CODEC(ZSTD(1))', 'minIf(exit_code, ending > 0)'],
  [
    'error_class',
    commonText,
    "ifNull(minIf(error_class, ending > 0), minIf(error_class, event = 'Command Failed'))",
  ],
  [
    'flags',
    'Array(LowCardinality(String)) CODEC(ZSTD(1))',
    'arraySort(groupUniqArrayArray(flags))',
  ],
  ['anonymous_id', 'String CODEC(ZSTD(1))', "minIf(anonymous_id, anonymous_id != '')"],
  ['distinct_id', 'String CODEC(ZSTD(1))', "minIf(distinct_id, distinct_id != '')"],
  // The user of the last event with one.
  [
    'user_id',
    'String CODEC(ZSTD(1))',
    "argMaxIf(user_id, (sequence, timestamp, user_id), user_id != '')",
  ],
  ['events', 'UInt32 CODEC(ZSTD(1))', 'uniqExact(insert_id)'],
  ['missing', 'Int64 CODEC(ZSTD(1))', 'max(sequence) - uniqExactIf(sequence, sequence > 0)'],
];

const ownId = `multiIf(folded_user_id != '', folded_user_id,
  folded_anonymous_id != '', folded_anonymous_id, folded_distinct_id)`;

/**
 * For counting persons: `person_hash` is the person as far as this invocation tells, `link_hash` its
 * anonymous id if another invocation may link it to a user.
 */
const hashes: readonly Column[] = [
  ['person_hash', 'UInt64 CODEC(ZSTD(1))', personHash(ownId)],
  [
    'link_hash',
    'UInt64 CODEC(ZSTD(1))',
    `if(folded_user_id = '', ${personHash('folded_anonymous_id')}, 0)`,
  ],
];

/** Its events in order. Of repeats, which have the same hash, the first counts. */
const arrivals = `arraySort(entry -> entry.1,
  groupArray(tuple(${placeSql}, cityHash64(insert_id), event, corrected_time)))`;
const once = `arrayFilter((entry, nth) -> nth = 1, folded_arrivals,
  arrayEnumerateUniq(folded_arrivals.2))`;
const names = `tupleElement(${once}, 3)`;
const times = `tupleElement(${once}, 4)`;

/**
 * The name of each event, in order, and when it was: in milliseconds since `began`, and never before
 * the event that it follows, as `bestAttempt` says. And how many there are of each name.
 */
const events: readonly Column[] = [
  ['event_names', 'Array(LowCardinality(String)) CODEC(ZSTD(1))', names],
  [
    'event_times',
    'Array(Int64) CODEC(Delta, ZSTD(1))',
    // The sum that does not fall below 0 is how far each time is below the largest so far.
    `arrayMap((time, below) -> time + below - folded_began, ${times},
      arrayCumSumNonNegative(arrayMap(rise -> -rise, arrayDifference(${times}))))`,
  ],
  [
    'event_counts',
    'Map(LowCardinality(String), UInt32) CODEC(ZSTD(1))',
    `mapFromArrays(arrayDistinct(${names}),
      arrayMap(name -> countEqual(${names}, name), arrayDistinct(${names})))`,
  ],
];

/** Columns that are computed from the folded ones. */
const computed = [...hashes, ...events];

/** The columns of an invocation. They say the same as the result of `foldSummary`. */
export const invocationColumns: readonly (readonly [name: string, type: string])[] = [
  ...folds,
  ...computed,
].map(([name, type]) => [name, type]);

/** The type of a column without its codec. */
export function plainType(type: string): string {
  return type.replace(/ CODEC\(.*\)$/, '');
}

/**
 * A statement that folds events into one row per invocation, with the columns of
 * {@link invocationColumns}.
 *
 * @param rows Condition on rows of `sonde.events` that selects whole invocations.
 */
export function foldInvocations(rows: string): string {
  // Inside, no alias has the name of a column: the engine would use it everywhere.
  const inner = [
    ...folds.map(([name, , fold]) => `${fold} AS folded_${name}`),
    `${arrivals} AS folded_arrivals`,
  ];
  const outer = [
    ...folds.map(([name, type]) => `CAST(folded_${name}, '${plainType(type)}') AS ${name}`),
    ...computed.map(([name, type, sql]) => `CAST(${sql}, '${plainType(type)}') AS ${name}`),
  ];
  return `
  SELECT ${outer.join(', ')}
  FROM
  (
    SELECT ${inner.join(',\n      ')}
    FROM sonde.events
    WHERE ${rows}
    GROUP BY project, invocation_id
  )`;
}
