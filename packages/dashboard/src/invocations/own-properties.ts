import { basePropertyNames } from '@sonde/protocol';

const always: readonly string[] = basePropertyNames;

/** An event's own properties: without those that every event of the invocation has. */
export function ownProperties(
  properties: Record<string, unknown>,
  base: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) =>
        !always.includes(name) &&
        !(Object.hasOwn(base, name) && JSON.stringify(base[name]) === JSON.stringify(value)),
    ),
  );
}
