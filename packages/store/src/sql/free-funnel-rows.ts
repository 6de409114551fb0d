import type { FreeFunnelDefinition, FunnelEvent } from '@sonde/analytics';
import { readAliases } from './aliases.js';
import { toolOfRow } from './base-filters.js';
import type { Database, Parameters } from './database.js';
import { readSpan } from './event-occurrences.js';
import type { FunnelSubject } from './free-funnel-definition.js';
import { invocationRows } from './invocation-rows.js';
import { withHashedPerson } from './persons.js';
import { placeSql } from './place.js';
import { meetsConditions } from './property-values.js';
import type { Condition } from './range.js';
import type { ScopeFilters, scopeListFilters } from './scope.js';
import type { View } from './source.js';

/** Bit of an excluded event; those of the steps are 0 to 11. */
const excludedBit = 12;

/** Below the time in the number that stands for a start: a subject has fewer events. */
const indexBits = 21;
const mostEvents = 2 ** indexBits - 1;

/**
 * A statement that selects the best attempt of each invocation, or of each person, that has a first
 * step; as `bestAttempt` says.
 *
 * Columns: `invocation_ids` and `step_times`, with an entry for each step that it reached, and
 * `first_value`: the value of `by` in the invocation of its first step. Null if there are no events.
 *
 * @param by A base property of invocations; without it, `first_value` is empty.
 */
export async function freeFunnelRows(
  db: Database,
  view: View,
  scope: ScopeFilters,
  definition: FreeFunnelDefinition,
  { per, by }: { per: FunnelSubject; by: (typeof scopeListFilters)[number] | undefined },
): Promise<Condition | null> {
  const { steps, exclude, windowMs } = definition;
  const named = [...steps.map((step, bit) => ({ ...step, bit }))];
  const all = exclude === undefined ? named : [...named, { ...exclude, bit: excludedBit }];
  const rows = invocationRows(view, scope);
  const names = [...new Set(all.map(({ event }) => event))];
  const invocations = {
    sql: `SELECT * FROM (${rows.sql}) WHERE hasAny(mapKeys(event_counts), {funnel_events:Array(String)})`,
    parameters: { ...rows.parameters, funnel_events: names },
  };
  const span = await readSpan(db, invocations);
  if (span === null) return null;
  const aliases = await readAliases(db, view.project);
  const parameters: Parameters = {
    ...aliases.parameters,
    ...invocations.parameters,
    ...{ funnel_from: span.from, funnel_to: span.to, funnel_window: windowMs ?? 2 ** 43 },
  };
  const bits = all.map((one) => bitSql(one, parameters));
  // As in `foldOccurrences`: events are grouped on their shard, then joined with their invocations.
  // Events that the funnel does not name count for the time of those after them.
  const folded = `
    SELECT cityHash64(invocation_id) AS key,
      arraySort(entry -> entry.1, groupArray(tuple(place, insert_hash, mask))) AS arrivals
    FROM (
      SELECT invocation_id, ${placeSql} AS place, cityHash64(insert_id) AS insert_hash,
        toUInt16(${bits.join(' + ')}) AS mask
      FROM sonde.events
      WHERE project = {project:String}
        AND corrected_time >= {funnel_from:Int64} AND corrected_time < {funnel_to:Int64})
    GROUP BY key HAVING max(mask) != 0`;
  const property = by === 'tool' ? toolOfRow(view.soleTool) : by;
  const valueSql = property === undefined ? "''" : `ifNull(toString(${property}), '')`;
  const owners = withHashedPerson(invocations.sql, aliases, [
    ...['invocation_id', 'cityHash64(invocation_id) AS key', `${valueSql} AS value`],
  ]);
  // Of repeats, the first by place counts. Later ones have the same hash.
  const timed = `
    SELECT owners.invocation_id AS invocation_id, owners.value AS value, owners.person AS person,
      arrayFilter((entry, nth) -> nth = 1, arrivals,
        arrayEnumerateUniq(arrayMap(entry -> entry.2, arrivals))) AS entries,
      arrayMap(entry -> toInt64(bitAnd(bitShiftRight(entry.1, 128), toUInt256(4398046511103))),
        entries) AS corrected,
      arrayMap(entry -> entry.3, entries) AS all_masks,
      arrayFilter((time, mask) -> mask != 0, ${runningMaximum('corrected')}, all_masks) AS times,
      arrayFilter(mask -> mask != 0, all_masks) AS masks
    FROM (${folded}) AS folded INNER JOIN (${owners}) AS owners ON owners.key = folded.key`;
  const subjects =
    per === 'invocation'
      ? `SELECT [(invocation_id, value)] AS own, arrayMap(mask -> 1, masks) AS ranks, times, masks
         FROM (${timed})`
      : joinInvocations(timed);
  return { sql: attemptsSql(subjects, steps.length), parameters };
}

function bitSql({ event, condition, bit }: FunnelEvent & { bit: number }, parameters: Parameters) {
  const name = `funnel_event_${bit}`;
  parameters[name] = event;
  const isNamed = `event = {${name}:String}`;
  if (condition === undefined) return `if(${isNamed}, ${2 ** bit}, 0)`;
  const met = meetsConditions([condition], `funnel_property_${bit}`);
  Object.assign(parameters, met.parameters);
  return `if(${isNamed} AND ${met.sql}, ${2 ** bit}, 0)`;
}

/**
 * The largest number so far. The sum that does not fall below 0 is how far each number is below it:
 * linear, where a fold would copy the list at each step.
 */
function runningMaximum(list: string): string {
  return `arrayMap((one, below) -> one + below, ${list},
    arrayCumSumNonNegative(arrayMap(one -> -one, arrayDifference(${list}))))`;
}

/** The events of each person, in the order of time, then invocation, then place. */
function joinInvocations(timed: string): string {
  return `
    SELECT arrayMap(one -> (one.1, one.2), parts) AS own,
      arraySort(arrayFlatten(arrayMap((one, rank) -> arrayMap((time, place, mask) ->
        tuple(time, rank, place, mask), one.3, arrayEnumerate(one.3), one.4),
        parts, arrayEnumerate(parts)))) AS joined,
      arrayMap(one -> one.2, joined) AS ranks,
      arrayMap(one -> one.1, joined) AS times,
      arrayMap(one -> one.4, joined) AS masks
    FROM (
      SELECT arraySort(one -> one.1,
        groupArray(tuple(invocation_id, value, times, masks))) AS parts
      FROM (${timed}) WHERE person != 0 GROUP BY person)`;
}

/**
 * For each step, `starts_<n>`: at each event, the attempt that reached the step there, as its time
 * and index in one number; −1: none, −2: an excluded event ended all. Of attempts that reached the
 * step before, the one that began last is always the best: it has the most of its window left.
 */
function attemptsSql(subjects: string, steps: number): string {
  const isExcluded = `bitTest(mask, ${excludedBit})`;
  const levels = Array.from({ length: steps }, (_, step) => {
    if (step === 0) {
      return `arrayMap((mask, time, i) -> multiIf(bitTest(mask, 0),
        time * ${mostEvents + 1} + least(i, ${mostEvents}), ${isExcluded}, toInt64(-2), toInt64(-1)),
        masks, times, arrayEnumerate(masks)) AS starts_0`;
    }
    const before = `arrayPopBack(arrayPushFront(arrayFill(start -> start != -1, starts_${step - 1}), toInt64(-1)))`;
    return `arrayMap((mask, time, start) -> multiIf(${isExcluded}, toInt64(-2),
      bitTest(mask, ${step}) AND start >= 0
        AND time - bitShiftRight(start, ${indexBits}) <= {funnel_window:Int64}, start, toInt64(-1)),
      masks, times, ${before}) AS starts_${step}`;
  });
  const firsts = Array.from(
    { length: steps },
    (_, step) => `arrayFirst(start -> start >= 0, starts_${step})`,
  );
  const reached = Array.from(
    { length: steps },
    (_, step) => `arrayExists(start -> start >= 0, starts_${step})`,
  );
  const places = Array.from({ length: steps }, (_, step) =>
    step === 0
      ? `bitAnd(best_start, ${mostEvents}) AS place_0`
      : `arrayFirstIndex((mask, i) -> bitTest(mask, ${step}) AND i > place_${step - 1}, masks,
          arrayEnumerate(masks)) AS place_${step}`,
  );
  return `
    SELECT
      arrayMap(place -> own[ranks[place]].1, places) AS invocation_ids,
      arrayMap(place -> times[place], places) AS step_times,
      own[ranks[places[1]]].2 AS first_value
    FROM (
      SELECT own, ranks, times, masks, ${levels.join(',\n      ')},
        toUInt8(arraySum([${reached.join(', ')}])) AS furthest,
        [${firsts.join(', ')}][furthest] AS best_start,
        ${places.join(',\n        ')},
        arraySlice([${Array.from({ length: steps }, (_, step) => `toUInt32(place_${step})`).join(', ')}], 1, furthest) AS places
      FROM (${subjects})
      WHERE arrayExists(mask -> bitTest(mask, 0), masks))`;
}
