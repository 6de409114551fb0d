import type { ErrorCode, Json, Properties } from '@sonde/protocol';
import type { StoredEvent } from '@sonde/store';
import type { UndeclaredPolicy } from '../undeclared-policy.js';
import type { CompiledCatalog } from './compiled-catalog.js';
import { EventFault } from './event-fault.js';
import {
  anyValue,
  decidesOutcome,
  isAbsent,
  type PropertyReaders,
  typedProperties,
} from './known-properties.js';

/** The catalogs that may declare the events of a request. */
export interface EventCatalogs {
  /** Asked for every event, in this order; empty: only the types of known properties are checked. */
  first: readonly CompiledCatalog[];
  /** Asked for an event that none of the first ones declares. */
  others: (event: StoredEvent) => readonly CompiledCatalog[];
}

export const noCatalogs: EventCatalogs = { first: [], others: () => [] };

export interface Judgement {
  policy: UndeclaredPolicy;
  catalogs: EventCatalogs;
}

const typedList = [...typedProperties];

/** An event as one catalog reads it. */
interface Reading {
  /** Values have the types of their properties. */
  properties: Properties;
  /** The first fault; undefined if the catalog declares all of it. */
  fault: EventFault | undefined;
  /** The fault for which the event must not be stored, whatever the policy. */
  fatal: EventFault | undefined;
}

/**
 * Reads the values of an event as the types of their properties, and checks it against its catalogs.
 *
 * Returns the event to store, with a code in `undeclared` if no catalog declares all of it, or the
 * fault for which it is quarantined.
 */
export function judgeEvent(
  event: StoredEvent,
  { policy, catalogs }: Judgement,
): StoredEvent | EventFault {
  if (isPlain(event, catalogs)) return event;
  const { fault, fatal, properties } = readByCatalogs(event, catalogs);
  if (fault === undefined) {
    return properties === event.properties ? event : { ...event, properties };
  }
  if (fatal !== undefined) return fatal;
  if (policy === 'quarantine') return fault;
  return { ...event, properties, undeclared: fault.code };
}

function readByCatalogs(event: StoredEvent, { first, others }: EventCatalogs): Reading {
  if (first.length === 0 || isAlwaysDeclared(event)) {
    return readProperties(event, typedProperties, true);
  }
  const read = readByFirst(event, first);
  if (read !== undefined && read.fault === undefined) return read;
  const other = readByFirst(event, others(event));
  if (other !== undefined && (read === undefined || other.fault === undefined)) return other;
  if (read !== undefined) return read;
  const typed = readProperties(event, typedProperties, true);
  return { ...typed, fault: new EventFault('event_undeclared', 'event') };
}

/**
 * Whether the first catalog declares all of the event, with values of the right types. Nearly all
 * events are so, and this is all that is done for them.
 */
function isPlain({ event, properties }: StoredEvent, { first: [catalog] }: EventCatalogs): boolean {
  if (catalog === undefined) return hasTypes(properties);
  const readers = catalog.propertiesOf(event);
  if (readers === undefined) return false;
  for (const name in properties) {
    const read = readers.get(name);
    if (read === anyValue) continue;
    if (read === undefined) return false;
    const value = properties[name];
    if (!isAbsent(value) && read(value) !== value) return false;
  }
  return true;
}

function hasTypes(properties: Properties): boolean {
  for (const [name, read] of typedList) {
    const value = properties[name];
    if (!isAbsent(value) && read(value) !== value) return false;
  }
  return true;
}

/** As the first catalog that declares all of the event, else its name; undefined if none does. */
function readByFirst(
  event: StoredEvent,
  catalogs: readonly CompiledCatalog[],
): Reading | undefined {
  let named: Reading | undefined;
  for (const catalog of catalogs) {
    const readers = catalog.propertiesOf(event.event);
    if (readers === undefined) continue;
    const reading = readProperties(event, readers, false);
    if (reading.fault === undefined) return reading;
    named ??= reading;
  }
  return named;
}

/** Events such as `$identify`, and the older form, whose properties no catalog can declare. */
function isAlwaysDeclared({ event, properties }: StoredEvent): boolean {
  return event.startsWith('$') || properties.original_event === 'cli_invocation';
}

function readProperties(event: StoredEvent, readers: PropertyReaders, isOpen: boolean): Reading {
  let { properties } = event;
  let fault: EventFault | undefined;
  let fatal: EventFault | undefined;
  const note = (code: ErrorCode, name: string, detail?: string) => {
    const noted = new EventFault(code, `properties.${name}`, detail);
    fault ??= noted;
    return noted;
  };
  for (const name in event.properties) {
    const read = readers.get(name);
    if (read === undefined) {
      if (!isOpen && !name.startsWith('$')) note('event_property_undeclared', name);
      continue;
    }
    if (read === anyValue) continue;
    const value = event.properties[name];
    if (isAbsent(value)) continue;
    const found = read(value);
    if (found === value) continue;
    if (found !== undefined) {
      if (properties === event.properties) properties = { ...properties };
      properties[name] = found;
    } else if (typedProperties.has(name)) {
      const noted = note('event_property_type_invalid', name, describeType(value));
      if (decidesOutcome(event.event, name)) fatal ??= noted;
    } else note('event_property_value_undeclared', name);
  }
  return { properties, fault, fatal };
}

/** Never the value, which may be private. */
function describeType(value: Json): string {
  return `it is a ${Array.isArray(value) ? 'list' : typeof value} without that meaning`;
}
