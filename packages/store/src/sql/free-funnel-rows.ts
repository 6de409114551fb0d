import type { FreeFunnelDefinition, FunnelEvent, FunnelSubject } from '@sonde/analytics';
import { lifecycleEvents } from '@sonde/protocol';
import { type Aliases, readAliases } from './aliases.js';
import { toolOfRow } from './base-filters.js';
import type { Database, Parameters } from './database.js';
import { readSpan } from './event-occurrences.js';
import { invocationRows } from './invocation-rows.js';
import { withHashedPerson } from './persons.js';
import { correctedTimeOf, placeSql } from './place.js';
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
 * `first_value`: the value of `by` in the invocation of its first step; `person`, a
 * hash, 0 for none; and `is_other`. Null if there are no events.
 *
 * @param by A base property of invocations; without it, `first_value` is empty.
 * @param isOther Which invocations are on the other side of a comparison. A person who is on both
 * sides has a best attempt on each.
 */
export async function freeFunnelRows(
  db: Database,
  view: View,
  scope: ScopeFilters,
  definition: FreeFunnelDefinition,
  asked: {
    per: FunnelSubject;
    by?: (typeof scopeListFilters)[number] | undefined;
    isOther?: Condition;
  },
): Promise<Condition | null> {
  const { steps, exclude, windowMs } = definition;
  const { per, by, isOther = { sql: 'false', parameters: {} } } = asked;
  const named = steps.map((step, bit) => ({ ...step, bit }));
  const all = exclude === undefined ? named : [...named, { ...exclude, bit: excludedBit }];
  const aliases = await readAliases(db, view.project);
  const property = by === 'tool' ? toolOfRow(view.soleTool) : by;
  const columns = [
    'invocation_id',
    `${property === undefined ? "''" : `ifNull(toString(${property}), '')`} AS value`,
    `ifNull(${isOther.sql}, false) AS is_other`,
  ];
  const invocations = { rows: invocationRows(view, scope), aliases, columns };
  const hasConditions = all.some(({ condition }) => condition !== undefined);
  const own = hasConditions
    ? await ownWithProperties(db, view.project, invocations, all)
    : ownByNames(invocations, all);
  if (own === null) return null;
  const subjects = per === 'invocation' ? eachInvocation(own.sql) : joinInvocations(own.sql);
  return {
    sql: attemptsSql(subjects, steps.length),
    parameters: {
      ...{ ...aliases.parameters, ...own.parameters, ...isOther.parameters },
      funnel_window: windowMs ?? 2 ** 43,
    },
  };
}

/** The invocations of a funnel. */
interface Invocations {
  rows: Condition;
  aliases: Aliases;
  /** The columns that are needed, without the person. */
  columns: readonly string[];
}

interface NamedEvent extends FunnelEvent {
  bit: number;
}

/*
 * What follows selects the invocations, with the `times` and `masks` of the events that the funnel
 * names, in their order.
 */

/** If the names say all, nothing but the invocations is read. */
function ownByNames(
  { rows, aliases, columns }: Invocations,
  all: readonly NamedEvent[],
): Condition {
  const parameters: Parameters = { ...rows.parameters };
  const mask = all.map(({ event, bit }) => isNamedSql(event, bit, 'name', parameters)).join(' + ');
  const masks = `arrayMap(name -> toUInt16(${mask}), event_names)`;
  const sql = withHashedPerson(rows.sql, aliases, [
    ...columns,
    `arrayFilter(mask -> mask != 0, ${masks}) AS masks`,
    `arrayMap(time -> time + began,
      arrayFilter((time, mask) -> mask != 0, event_times, ${masks})) AS times`,
  ]);
  return { sql: `SELECT * FROM (${sql}) WHERE notEmpty(masks)`, parameters };
}

/** Null if there are no such events. */
async function ownWithProperties(
  db: Database,
  project: string,
  { rows, aliases, columns }: Invocations,
  all: readonly NamedEvent[],
): Promise<Condition | null> {
  const names = [...new Set(all.map(({ event }) => event))];
  const invocations = {
    sql: `SELECT * FROM (${rows.sql}) WHERE hasAny(mapKeys(event_counts), {funnel_events:Array(String)})`,
    parameters: { ...rows.parameters, project, funnel_events: names },
  };
  const span = await readSpan(db, invocations);
  if (span === null) return null;
  const parameters: Parameters = {
    ...invocations.parameters,
    ...{ funnel_from: span.from, funnel_to: span.to },
  };
  const bits = all.map((one) => bitSql(one, parameters));
  const events = `
    SELECT invocation_id, ${placeSql} AS place, cityHash64(insert_id) AS insert_hash,
      toUInt16(${bits.join(' + ')}) AS mask
    FROM sonde.events
    WHERE project = {project:String} AND event != '${lifecycleEvents.rejected}'
      AND corrected_time >= {funnel_from:Int64} AND corrected_time < {funnel_to:Int64}`;
  const owners = withHashedPerson(invocations.sql, aliases, [
    ...columns,
    'cityHash64(invocation_id) AS key',
  ]);
  const sql = `
    SELECT owners.invocation_id AS invocation_id, owners.value AS value, owners.person AS person,
      owners.is_other AS is_other, times, masks
    FROM (${timeEvents(events)}) AS timed INNER JOIN (${owners}) AS owners ON owners.key = timed.key`;
  return { sql, parameters };
}

/** An expression: the bit of a name if it is this one, else 0. */
function isNamedSql(
  event: string,
  bit: number,
  name: string,
  parameters: Parameters,
  met = 'true',
) {
  parameters[`funnel_event_${bit}`] = event;
  return `if(${name} = {funnel_event_${bit}:String} AND ${met}, ${2 ** bit}, 0)`;
}

function bitSql({ event, condition, bit }: NamedEvent, parameters: Parameters): string {
  if (condition === undefined) return isNamedSql(event, bit, 'event', parameters);
  const met = meetsConditions([condition], `funnel_property_${bit}`);
  Object.assign(parameters, met.parameters);
  return isNamedSql(event, bit, 'event', parameters, met.sql);
}

/**
 * For each invocation, as `key`, the `times` and `masks` of the events that the funnel names, in
 * their order. The others count for the time of those after them.
 */
function timeEvents(events: string): string {
  // Events are grouped on their shard. Of repeats, which have the same hash, the first counts.
  const ordered = `
    SELECT cityHash64(invocation_id) AS key,
      arraySort(entry -> entry.1, groupArray(tuple(place, insert_hash, mask))) AS arrivals
    FROM (${events}) GROUP BY key HAVING max(mask) != 0`;
  const once = `
    SELECT key, arrayFilter((entry, nth) -> nth = 1, arrivals,
      arrayEnumerateUniq(arrivals.2)) AS entries
    FROM (${ordered})`;
  const corrected = `
    SELECT key, arrayMap(place -> ${correctedTimeOf('place')}, entries.1) AS corrected, entries.3 AS marks
    FROM (${once})`;
  // The sum that does not fall below 0 is how far each time is below the largest so far.
  return `
    SELECT key, arrayFilter(mask -> mask != 0, marks) AS masks,
      arrayFilter((time, mask) -> mask != 0,
        arrayMap((time, below) -> time + below, corrected,
          arrayCumSumNonNegative(arrayMap(rise -> -rise, arrayDifference(corrected)))),
        marks) AS times
    FROM (${corrected})`;
}

/*
 * What follows selects the subjects: `own`, the id and value of each of their invocations, and for
 * each event in order its time, its mask, and its invocation as an index of `own`, its rank.
 */

function eachInvocation(own: string): string {
  return `
    SELECT person, is_other, [(invocation_id, value)] AS own, arrayMap(mask -> 1, masks) AS ranks,
      times, masks
    FROM (${own})`;
}

/** The events of each person, in the order of time, then invocation, then place. */
function joinInvocations(own: string): string {
  return `
    SELECT person, is_other, own, joined.2 AS ranks, joined.1 AS times, joined.4 AS masks
    FROM (
      SELECT person, is_other, arrayMap(part -> (part.1, part.2), parts) AS own,
        arraySort(arrayFlatten(arrayMap((part, rank) -> arrayMap((time, place, mask) ->
          tuple(time, rank, place, mask), part.3, arrayEnumerate(part.3), part.4),
          parts, arrayEnumerate(parts)))) AS joined
      FROM (
        SELECT person, is_other, arraySort(part -> part.1,
          groupArray(tuple(invocation_id, value, times, masks))) AS parts
        FROM (${own}) WHERE person != 0 GROUP BY person, is_other))`;
}

/**
 * The best attempts. `starts_<step>` is a list: at each event, the attempt that reached the step
 * there, as its time and index in one number; −1: none, −2: an excluded event ended all. Of attempts
 * that reached the step before, the one that began last is always the best: it has the most of its
 * window left. Each step is one pass over the events, and one more statement around the others.
 */
function attemptsSql(subjects: string, steps: number): string {
  const isExcluded = `bitTest(mask, ${excludedBit})`;
  const begun = `
    SELECT *, arrayMap((mask, time, i) -> multiIf(
        bitTest(mask, 0), toInt64(time * ${mostEvents + 1} + least(i, ${mostEvents})),
        ${isExcluded}, toInt64(-2), toInt64(-1)), masks, times, arrayEnumerate(masks)) AS starts_0
    FROM (${subjects}) WHERE arrayExists(mask -> bitTest(mask, 0), masks)`;
  let reached = begun;
  for (let step = 1; step < steps; step++) {
    const last = `arrayFill(start -> start != -1, starts_${step - 1})`;
    reached = `
    SELECT *, arrayMap((mask, time, start) -> multiIf(
        ${isExcluded}, toInt64(-2),
        bitTest(mask, ${step}) AND start >= 0
          AND time - bitShiftRight(start, ${indexBits}) <= {funnel_window:Int64}, start,
        toInt64(-1)), masks, times, arrayPopBack(arrayPushFront(${last}, toInt64(-1)))) AS starts_${step}
    FROM (${reached})`;
  }
  const firsts = Array.from(
    { length: steps },
    (_, step) => `arrayFirst(start -> start >= 0, starts_${step})`,
  );
  // The start of the best attempt is the last of `firsts`, which has an entry for each step reached.
  const placed = `
    SELECT person, is_other, own, ranks, times,
      arrayFold((places, step) -> arrayPushBack(places,
        arrayFirstIndex((mask, i) -> bitTest(mask, step) AND i > places[-1],
          masks, arrayEnumerate(masks))),
        range(1, length(firsts)), [toUInt32(bitAnd(firsts[-1], ${mostEvents}))]) AS places
    FROM (
      SELECT person, is_other, own, ranks, times, masks, arrayFilter(start -> start > 0, [${firsts.join(', ')}]) AS firsts
      FROM (${reached}))`;
  return `
    SELECT arrayMap(place -> own[ranks[place]].1, places) AS invocation_ids,
      arrayMap(place -> times[place], places) AS step_times,
      own[ranks[places[1]]].2 AS first_value, person, is_other
    FROM (${placed})`;
}
