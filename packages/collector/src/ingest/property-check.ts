import type { Json, Limits } from '@sonde/protocol';
import { EventFault } from './event-fault.js';

export interface TextRules {
  limits: Limits;
  /**
   * Whether to check strings for NUL and lone surrogates. Not needed for JSON without a `\u`
   * escape, whose text cannot contain either.
   */
  checkText: boolean;
}

/** Levels of lists and objects inside a property, if objects are allowed. */
const nestingLevels = 8;

/** Whether a string is valid Unicode without NUL, which stores and terminals handle badly. */
export function isText(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed();
}

/** Keys with a special meaning for JavaScript objects, here or in programs that read the export. */
function isForbiddenKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype';
}

/**
 * Validates the properties of an event in one pass; undefined if they are valid.
 *
 * @param allowObjects For the older form, whose properties are objects.
 */
export function checkProperties(
  properties: { [key: string]: Json },
  rules: TextRules,
  allowObjects: boolean,
): EventFault | undefined {
  const { limits } = rules;
  let count = 0;
  for (const key in properties) {
    count += 1;
    if (count > limits.propertiesPerEvent) {
      return new EventFault('event_too_many_properties', 'properties');
    }
    const fault = checkEntry(key, properties[key], rules, allowObjects ? nestingLevels : 0);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkEntry(
  key: string,
  value: Json | undefined,
  rules: TextRules,
  levels: number,
): EventFault | undefined {
  const { limits } = rules;
  if (key.length === 0 || key.length > limits.propertyKeyCharacters || isForbiddenKey(key)) {
    return new EventFault('event_property_key_invalid', path(key));
  }
  if (rules.checkText && !isText(key)) return new EventFault('event_text_invalid', path(key));
  return checkValue(key, value, rules, levels);
}

function checkValue(
  key: string,
  value: Json | undefined,
  rules: TextRules,
  levels: number,
): EventFault | undefined {
  switch (typeof value) {
    case 'string':
      if (value.length > rules.limits.stringValueCharacters) {
        return invalid(key, 'the string is too long');
      }
      if (rules.checkText && !isText(value)) return new EventFault('event_text_invalid', path(key));
      return undefined;
    case 'number':
      // JSON.parse has already rounded larger integers: the value differs from what was sent.
      return Math.abs(value) <= Number.MAX_SAFE_INTEGER
        ? undefined
        : invalid(key, 'the number cannot be stored exactly');
    case 'object':
      if (value === null) return undefined;
      return Array.isArray(value)
        ? checkList(key, value, rules, levels)
        : checkObject(key, value, rules, levels);
    default:
      return undefined;
  }
}

function checkList(key: string, list: Json[], rules: TextRules, levels: number) {
  if (list.length > rules.limits.itemsPerList) return invalid(key, 'the list is too long');
  for (const item of list) {
    if (typeof item === 'object' && item !== null && levels === 0) {
      return invalid(key, 'the list contains a list or an object');
    }
    const fault = checkValue(key, item, rules, levels - 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkObject(
  key: string,
  object: { [key: string]: Json },
  rules: TextRules,
  levels: number,
): EventFault | undefined {
  if (levels <= 0) return invalid(key, 'it is an object, or nested too deeply');
  let count = 0;
  for (const inner in object) {
    count += 1;
    if (count > rules.limits.propertiesPerEvent) {
      return new EventFault('event_too_many_properties', path(key));
    }
    const fault = checkEntry(inner, object[inner], rules, levels - 1);
    if (fault !== undefined) {
      return new EventFault(fault.code, fault.field?.replace('properties', path(key)) ?? null);
    }
  }
  return undefined;
}

function invalid(key: string, detail: string): EventFault {
  return new EventFault('event_property_value_invalid', path(key), detail);
}

/** A readable path: a hostile key is shortened and made printable. */
function path(key: string): string {
  const shown = key.toWellFormed().replaceAll('\0', '\uFFFD').slice(0, 64).toWellFormed();
  return `properties.${shown}`;
}
