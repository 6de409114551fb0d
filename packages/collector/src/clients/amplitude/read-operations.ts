import type { Json } from '@sonde/protocol';
import { asObject } from '../client-values.js';

type JsonObject = { [name: string]: Json };

/**
 * What an event changes about a person or a group, with the names that all families have:
 * `{ "$setOnce": … }` becomes `$set_once` or `$group_set_once`. Plain values are set.
 *
 * @param prefix `$` for persons, `$group_` for groups.
 */
export function readOperations(value: Json | undefined, prefix: '$' | '$group_'): JsonObject {
  if (value === undefined || value === null) return {};
  const operations = asObject(value);
  const names = Object.keys(operations ?? {});
  if (operations === undefined || !names.some((name) => name.startsWith('$'))) {
    return { [`${prefix}set`]: value };
  }
  return Object.fromEntries(
    Object.entries(operations).map(([name, change]) => [prefix + toSnakeCase(name), change]),
  );
}

function toSnakeCase(operation: string): string {
  return operation.replace(/^\$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
