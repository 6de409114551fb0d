import type { Json, Properties } from '@sonde/protocol';

/** A value of a property as it is counted. `{}` stands for every object. */
export type PropertyValue = string | number | boolean | Record<string, never>;

/** What one property of an event must be like. */
export type PropertyCondition = { property: string } & (
  | { is: 'value'; value: PropertyValue }
  /** It has a value, and one that is not in the list. */
  | { is: 'other'; values: PropertyValue[] }
  | { is: 'missing' }
  /** It has a number from `from`, inclusive, to `to`, exclusive; null: without an upper limit. */
  | { is: 'range'; from: number; to: number | null }
);

/** The form of a condition, for descriptions of parameters. */
export const propertyConditionForm =
  '`<name>:<value>` with the value as JSON: `plan:"pro"`, `files:1`, `files:"1"` (a text), `cached:true`, `options:{}` (any object). `plan:` no value; `plan:!["pro","free"]` a value, but none of these; `files:10..20` a number from 10 to less than 20, `files:10..` 10 or more. A list has the values of its entries. A name with a colon is quoted as JSON';

/** The condition as text, in the form of {@link propertyConditionForm}. */
export function formatPropertyCondition(condition: PropertyCondition): string {
  const { property } = condition;
  const name = /^"|:/.test(property) ? JSON.stringify(property) : property;
  switch (condition.is) {
    case 'value':
      return `${name}:${JSON.stringify(condition.value)}`;
    case 'other':
      return `${name}:!${JSON.stringify(condition.values)}`;
    case 'missing':
      return `${name}:`;
    case 'range':
      return `${name}:${condition.from}..${condition.to ?? ''}`;
  }
}

/** Reads what {@link formatPropertyCondition} writes; null for any other text. */
export function parsePropertyCondition(text: string): PropertyCondition | null {
  const [, quoted, plain = '', rest = ''] =
    /^(?:("(?:[^"\\]|\\.)*")|([^":][^:]*)):(.*)$/s.exec(text) ?? [];
  const property = quoted === undefined ? plain : parseJson(quoted);
  if (typeof property !== 'string' || property === '') return null;
  if (rest === '') return { property, is: 'missing' };
  const [, low, high = ''] = /^([-+.\deE]+?)\.\.([-+.\deE]*)$/.exec(rest) ?? [];
  if (low !== undefined) {
    const from = parseJson(low);
    const to = high === '' ? null : parseJson(high);
    if (!isNumber(from) || (to !== null && !isNumber(to))) return null;
    return { property, is: 'range', from, to };
  }
  if (rest.startsWith('!')) {
    const values = parseJson(rest.slice(1));
    if (!Array.isArray(values) || !values.every(isValue)) return null;
    return { property, is: 'other', values };
  }
  const value = parseJson(rest);
  return isValue(value) ? { property, is: 'value', value } : null;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNumber(value: Json | undefined): value is number {
  // JSON has 1e999, which is parsed as infinity.
  return typeof value === 'number' && Number.isFinite(value);
}

function isValue(value: Json | undefined): value is PropertyValue {
  if (typeof value === 'number') return isNumber(value);
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'boolean') return true;
  return typeof value === 'object' && value !== null && JSON.stringify(value) === '{}';
}

/**
 * The values of a property, each once: none if it is missing, null or an empty list, those of its
 * entries if it is a list.
 */
export function valuesOf(properties: Properties, property: string): PropertyValue[] {
  if (!Object.hasOwn(properties, property)) return [];
  const value = properties[property];
  const entries = Array.isArray(value) ? value : [value];
  const byKey = new Map(
    entries.flatMap((entry): [string, PropertyValue][] => {
      if (entry === null || entry === undefined) return [];
      const counted = typeof entry === 'object' ? {} : entry;
      return [[keyOfValue(counted), counted]];
    }),
  );
  return [...byKey.values()];
}

/** Equal for equal values: `1` and `"1"` differ. Their order is the order of values in responses. */
export function keyOfValue(value: PropertyValue): string {
  if (typeof value === 'string') return `s${value}`;
  if (typeof value === 'number') return `n${value}`;
  return typeof value === 'boolean' ? `b${value}` : 'o';
}

export function meetsCondition(properties: Properties, condition: PropertyCondition): boolean {
  const values = valuesOf(properties, condition.property);
  switch (condition.is) {
    case 'value': {
      const key = keyOfValue(condition.value);
      return values.some((value) => keyOfValue(value) === key);
    }
    case 'other': {
      const keys = condition.values.map(keyOfValue);
      return values.some((value) => !keys.includes(keyOfValue(value)));
    }
    case 'missing':
      return values.length === 0;
    case 'range': {
      const { from, to } = condition;
      return values.some(
        (value) => typeof value === 'number' && value >= from && (to === null || value < to),
      );
    }
  }
}
