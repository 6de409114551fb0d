import type { PropertyDeclaration } from '@sonde/protocol';

/** Describes the values of a property for people. */
export function describeValues(property: PropertyDeclaration): string {
  switch (property.type) {
    case 'enum':
      return property.values.map((value) => `\`${value}\``).join(', ');
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
      return `a whole number from ${property.min} to ${property.max}`;
    case 'duration':
      return 'milliseconds';
    case 'version':
      return 'a version, such as `1.4.0`';
    case 'slug':
      return `an identifier matching \`${property.pattern}\`, at most 64 characters`;
    default:
      return property satisfies never;
  }
}

/** Whether `earlier` already allowed every value of `later`. */
export function isWithin(later: PropertyDeclaration, earlier: PropertyDeclaration): boolean {
  if (later.type === 'enum' && earlier.type === 'enum') {
    const known = new Set(earlier.values);
    return later.values.every((value) => known.has(value));
  }
  if (later.type === 'integer' && earlier.type === 'integer') {
    return later.min >= earlier.min && later.max <= earlier.max;
  }
  if (later.type === 'slug' && earlier.type === 'slug') {
    // Whether one regular expression includes another cannot be determined here.
    return later.pattern === earlier.pattern;
  }
  return later.type === earlier.type;
}
