import {
  type PropertyCondition,
  type PropertyValue,
  parsePropertyCondition,
} from '@sonde/analytics';
import { SondeError } from '@sonde/protocol';
import { type ColumnType, implied, typedProperties } from '../event-row.js';
import type { Parameters } from './database.js';
import type { Condition } from './range.js';

/**
 * SQL: the values of a property of an event, as `valuesOf` returns them, each as a text that begins
 * with its type: `s` and a text, `n` and a number, `b` and a boolean, `o` for an object.
 *
 * @param parameter Name of the parameter with the property's name.
 */
export function valuesSql(property: string, parameter: string): string {
  const name = `{${parameter}:String}`;
  const raw = `JSONExtractRaw(properties, ${name})`;
  const inJson = `multiIf(
    JSONType(properties, ${name}) = 'Array',
      arrayDistinct(arrayFilter(entry -> entry != '', arrayMap(entry -> ${ofJson('entry')},
        JSONExtractArrayRaw(properties, ${name})))),
    ${raw} = '' OR ${raw} = 'null', CAST([], 'Array(String)'),
    [${ofJson(raw)}])`;
  const typed = typedProperties.find(([one]) => one === property);
  if (typed !== undefined) {
    return `if(isNotNull(${property}), [assumeNotNull(${columnSql(property, typed[1])})], ${inJson})`;
  }
  const own: Record<string, [bit: number, values: string]> = {
    flags: [implied.flags, "arrayDistinct(arrayMap(flag -> concat('s', flag), flags))"],
    invocation_id: [implied.invocation, "[concat('s', invocation_id)]"],
    sequence: [implied.sequence, `[${numberKey('sequence')}]`],
  };
  const stored = own[property];
  return stored === undefined
    ? inJson
    : `if(bitAnd(implied, ${stored[0]}) != 0, ${stored[1]}, ${inJson})`;
}

function columnSql(column: string, type: ColumnType): string {
  if (type === 'text') return `concat('s', ${column})`;
  return type === 'boolean' ? `if(${column}, 'btrue', 'bfalse')` : numberKey(column);
}

function numberKey(number: string): string {
  return `concat('n', toString(toFloat64(${number})))`;
}

/** The text of one JSON value; empty for null. */
function ofJson(value: string): string {
  return `multiIf(
    startsWith(${value}, '"'), concat('s', JSONExtractString(${value})),
    startsWith(${value}, '{') OR startsWith(${value}, '['), 'o',
    ${value} = 'true', 'btrue', ${value} = 'false', 'bfalse', ${value} = 'null', '',
    concat('n', toString(toFloat64OrZero(${value}))))`;
}

/** The value that such a text stands for. */
export function readValue(text: string): PropertyValue {
  const rest = text.slice(1);
  if (text.startsWith('s')) return rest;
  if (text.startsWith('n')) return Number(rest);
  return text.startsWith('b') ? rest === 'true' : {};
}

/** The same the other way round, as SQL. */
function textOf(value: PropertyValue, name: string, parameters: Parameters): string {
  if (typeof value === 'boolean') return `'b${value}'`;
  if (typeof value === 'object') return "'o'";
  // Of numbers too: the engine's client refuses large ones.
  parameters[name] = String(value);
  return typeof value === 'string'
    ? `concat('s', {${name}:String})`
    : numberKey(`{${name}:Float64}`);
}

const mostConditions = 20;

/** @throws `parameter_invalid` */
export function readPropertyConditions(texts: readonly string[]): PropertyCondition[] {
  if (texts.length > mostConditions) {
    throw new SondeError('parameter_invalid', {
      detail: `more than ${mostConditions} conditions on properties`,
    });
  }
  return texts.map((text) => {
    const condition = parsePropertyCondition(text);
    if (condition !== null) return condition;
    throw new SondeError('parameter_invalid', {
      detail: `property=${text.slice(0, 100)} is not of the form <name>:<value>, with the value as JSON`,
    });
  });
}

/**
 * SQL: whether an event meets all conditions.
 *
 * @param prefix Of the names of the parameters.
 */
export function meetsConditions(
  conditions: readonly PropertyCondition[],
  prefix = 'property',
): Condition {
  const parameters: Parameters = {};
  const parts = conditions.map((condition, i) => {
    const property = `${prefix}_${i}`;
    parameters[property] = condition.property;
    const values = valuesSql(condition.property, property);
    switch (condition.is) {
      case 'missing':
        return `empty(${values})`;
      case 'value':
        return `has(${values}, ${textOf(condition.value, `${property}_value`, parameters)})`;
      case 'other': {
        const texts = condition.values.map((value, at) =>
          textOf(value, `${property}_value_${at}`, parameters),
        );
        return `arrayExists(one -> NOT has(CAST([${texts.join(', ')}], 'Array(String)'), one), ${values})`;
      }
      case 'range': {
        const { from, to } = condition;
        parameters[`${property}_from`] = String(from);
        if (to !== null) parameters[`${property}_to`] = String(to);
        const below = to === null ? 'true' : `${numberSql('one')} < {${property}_to:Float64}`;
        return `arrayExists(one -> startsWith(one, 'n')
          AND ${numberSql('one')} >= {${property}_from:Float64} AND ${below}, ${values})`;
      }
      default:
        return condition satisfies never;
    }
  });
  return { sql: ['true', ...parts].join(' AND '), parameters };
}

/** The number in the text of a value. */
export function numberSql(text: string): string {
  return `toFloat64OrZero(substring(${text}, 2))`;
}
