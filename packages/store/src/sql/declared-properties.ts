import {
  basePropertyNames,
  type CatalogJson,
  lifecycleEvents,
  linkPropertyNames,
  type PropertyDeclaration,
} from '@sonde/protocol';
import { typedProperties } from '../event-row.js';
import { eventsOf, isLifecycle } from './declared-events.js';
import { valuesSql } from './property-values.js';
import type { Condition } from './range.js';

/** A property as a catalog declares it for one event. */
export interface DeclaredProperty {
  name: string;
  /** The command whose argument it is; null if it is of the event. */
  command: string | null;
  declaration: PropertyDeclaration;
}

/** What a catalog declares for one event, in its order. */
export function declaredProperties(catalog: CatalogJson, event: string): DeclaredProperty[] {
  const list = (properties: Record<string, PropertyDeclaration>, command: string | null) =>
    Object.entries(properties).map(([name, declaration]) => ({ name, command, declaration }));
  if (isLifecycle(event)) {
    return (catalog.commands ?? []).flatMap(({ name, arguments: own }) => list(own, name));
  }
  const found = eventsOf(catalog).find((one) => one.event === event);
  return list(found?.properties ?? {}, null);
}

const everywhere: ReadonlySet<string> = new Set([
  ...basePropertyNames,
  ...linkPropertyNames,
  ...typedProperties.map(([name]) => name),
]);

/** Whether events have the property without a declaration for them: from the SDK, or the client. */
export function isSetBySdk(name: string, event: string): boolean {
  if (everywhere.has(name)) return true;
  if (event === lifecycleEvents.rejected) return name === 'kind' || name === 'nearest';
  // Those of vendors' clients. Their own events have no others.
  return name.startsWith('$') && !event.startsWith('$');
}

/**
 * SQL: the names of the properties of an event that have a value.
 *
 * @param declared Names that are looked for in columns, too.
 */
export function namesWithValue(declared: readonly string[]): Condition {
  const inColumns = declared.filter((name) => everywhere.has(name));
  const parameters = Object.fromEntries(inColumns.map((name, i) => [`declared_${i}`, name]));
  const own = inColumns.map(
    (name, i) => `if(empty(${valuesSql(name, `declared_${i}`)}), [], [{declared_${i}:String}])`,
  );
  const inJson = `arrayMap(pair -> pair.1, arrayFilter(
    pair -> NOT match(pair.2, '^(null|\\\\[(null,?)*\\\\])$'), JSONExtractKeysAndValuesRaw(properties)))`;
  return { sql: `arrayDistinct(arrayConcat(${[inJson, ...own].join(', ')}))`, parameters };
}
