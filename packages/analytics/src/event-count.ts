import type { EventTotals, PropertyBreakdown } from './event-responses.js';
import { countUsers } from './invocation-summary.js';
import { numberBins } from './number-bins.js';
import {
  formatPropertyCondition,
  keyOfValue,
  meetsCondition,
  type PropertyCondition,
  type PropertyValue,
  valuesOf,
} from './property-condition.js';
import { quantile } from './quantile.js';
import { compareText, type RecordedEvent } from './recorded-event.js';
import type { InvocationSummary } from './responses.js';

/** An invocation with its events, repeats included. */
export interface InvocationEvents {
  summary: Pick<InvocationSummary, 'person'>;
  events: readonly RecordedEvent[];
}

/** An event that counts, with the person who ran its invocation. */
type Occurrence = { event: RecordedEvent } & Pick<InvocationSummary, 'person'>;

/** The events with this name that meet all conditions, each once. */
export function findOccurrences(
  invocations: readonly InvocationEvents[],
  name: string,
  conditions: readonly PropertyCondition[] = [],
): Occurrence[] {
  return invocations.flatMap(({ summary: { person }, events }) => {
    const ids = new Set<string>();
    return events.flatMap((event) => {
      if (event.event !== name || ids.has(event.insert_id)) return [];
      ids.add(event.insert_id);
      const isMet = conditions.every((one) => meetsCondition(event.properties, one));
      return isMet ? [{ event, person }] : [];
    });
  });
}

export function countOccurrences(occurrences: readonly Occurrence[]): EventTotals {
  return {
    events: occurrences.length,
    invocations: new Set(occurrences.map(({ event }) => event.invocation_id)).size,
    users: countUsers(occurrences),
  };
}

/** Values that a breakdown lists by name; the others are counted together. */
export const listedBreakdownValues = 10;

/** Counts the events with one name by the values of a property. */
export function foldBreakdown(
  invocations: readonly InvocationEvents[],
  name: string,
  property: string,
): PropertyBreakdown {
  const count = (...conditions: PropertyCondition[]) =>
    countOccurrences(findOccurrences(invocations, name, conditions));
  const all = findOccurrences(invocations, name);
  const values = new Map<string, PropertyValue>();
  for (const { event } of all) {
    for (const value of valuesOf(event.properties, property)) values.set(keyOfValue(value), value);
  }
  const counted = [...values.values()]
    .map((value) => {
      const condition: PropertyCondition = { property, is: 'value', value };
      return { value, condition: formatPropertyCondition(condition), ...count(condition) };
    })
    .sort((a, b) => b.events - a.events || compareText(keyOfValue(a.value), keyOfValue(b.value)));
  const listed = counted.slice(0, listedBreakdownValues);
  const other: PropertyCondition = {
    ...{ property, is: 'other', values: listed.map(({ value }) => value) },
  };
  const missing: PropertyCondition = { property, is: 'missing' };
  const missed = count(missing);
  const numbers = all.flatMap(({ event }) =>
    valuesOf(event.properties, property).filter((value) => typeof value === 'number'),
  );
  const p50 = toQuantile(quantile(numbers, 0.5));
  const p90 = toQuantile(quantile(numbers, 0.9));
  const minimum = Math.min(...numbers);
  return {
    event: name,
    property,
    totals: countOccurrences(all),
    values: listed,
    other:
      counted.length <= listedBreakdownValues
        ? null
        : {
            values: counted.length - listedBreakdownValues,
            condition: formatPropertyCondition(other),
            ...count(other),
          },
    missing:
      missed.events === 0 ? null : { condition: formatPropertyCondition(missing), ...missed },
    numbers:
      p50 === null || p90 === null
        ? null
        : {
            minimum,
            maximum: Math.max(...numbers),
            p50,
            p90,
            bins: numberBins(minimum, p90).map((bin) => {
              const condition: PropertyCondition = { property, is: 'range', ...bin };
              return {
                ...bin,
                condition: formatPropertyCondition(condition),
                ...count(condition),
              };
            }),
          },
  };
}

/** A quantile between two values, without what rounding adds to it. */
export function toQuantile(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(12));
}
