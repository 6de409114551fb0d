import type { Json, Properties, PropertyDeclaration } from '@sonde/protocol';
import type { PropertySet } from './property.js';

const versionPattern = /^(main|\d{1,9}\.\d{1,9}\.\d{1,9}([-+][0-9A-Za-z.+-]{1,40})?)$/;
const maxSlugLength = 64;

function guardValue(declared: PropertyDeclaration, value: unknown): Json | undefined {
  switch (declared.type) {
    case 'enum':
      return typeof value === 'string' && declared.values.includes(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      return Number.isSafeInteger(value) &&
        Number(value) >= declared.min &&
        Number(value) <= declared.max
        ? Number(value)
        : undefined;
    case 'duration':
      return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER
        ? Math.round(value)
        : undefined;
    case 'version':
      return typeof value === 'string' && versionPattern.test(value) ? value : undefined;
    case 'slug':
      return typeof value === 'string' &&
        value.length <= maxSlugLength &&
        new RegExp(declared.pattern).test(value)
        ? value
        : undefined;
  }
}

/** The properties that may be sent, and the names of those that may not. */
export interface GuardedProperties {
  properties: Properties;
  /** Names of the properties whose values did not match their declaration; the values are dropped. */
  refused: string[];
}

/**
 * Checks values against their declarations at run time. A value outside an enumeration becomes `other`;
 * any other invalid value is omitted.
 */
export function guardProperties(set: PropertySet, values: unknown): GuardedProperties {
  const properties: Properties = {};
  const refused: string[] = [];
  for (const [name, value] of Object.entries(values ?? {})) {
    if (value === undefined) continue;
    const declared = Object.hasOwn(set, name) ? set[name]?.declaration : undefined;
    const kept = declared === undefined ? undefined : guardValue(declared, value);
    if (kept !== undefined) {
      properties[name] = kept;
      continue;
    }
    refused.push(name);
    if (declared?.type === 'enum') properties[name] = 'other';
  }
  return { properties, refused };
}
