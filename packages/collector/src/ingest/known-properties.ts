import { basePropertyNames, type Json, lifecycleEvents, linkPropertyNames } from '@sonde/protocol';
import { type ReadValue, readBoolean, readInteger, readNumber } from './read-value.js';

/** How the properties of an event are read, by name. */
export type PropertyReaders = ReadonlyMap<string, ReadValue>;

export const anyValue: ReadValue = (value) => value;

/** Properties with a column of one type; queries ignore values of another type. */
export const typedProperties: PropertyReaders = new Map<string, ReadValue>([
  ...['succeeded', 'user_cancelled', 'vanished', 'is_ci', 'is_interactive'].map(
    (name): [string, ReadValue] => [name, readBoolean],
  ),
  ...['exit_code', 'http_status'].map((name): [string, ReadValue] => [name, readInteger]),
  ['duration_ms', readNumber],
]);

/** Properties that the SDK sets, and those that flows and the older form add. */
const untypedProperties = [
  ...['step', 'reason', 'error_class', 'error_source'],
  ...linkPropertyNames,
];

/** Known on every event, whatever its catalog declares. */
export const knownProperties: PropertyReaders = new Map([
  ...[...basePropertyNames, ...untypedProperties].map((name) => [name, anyValue] as const),
  ...typedProperties,
]);

/** The properties from which the outcome of an invocation is derived. */
const outcomeProperties = new Set(['succeeded', 'exit_code', 'user_cancelled', 'vanished']);

/**
 * Whether the event would be counted with a wrong outcome, usually as a success, if this property
 * were ignored.
 */
export function decidesOutcome(event: string, property: string): boolean {
  return event === lifecycleEvents.completed && outcomeProperties.has(property);
}

/** Absent values are valid for every property. */
export function isAbsent(value: Json | undefined): value is null | undefined {
  return value === null || value === undefined;
}
