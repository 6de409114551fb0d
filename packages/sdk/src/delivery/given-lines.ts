import { readFileSync } from 'node:fs';

/** Where a program that is itself read from stdin finds what would have been there. */
const name = 'sonde.given-lines';

/** Program text that leaves lines for {@link readGivenText}, ahead of the sender's own. */
export const givenLines = (lines: string): string =>
  lines === '' ? '' : `globalThis[Symbol.for('${name}')]=${JSON.stringify(lines)};\n`;

/** Reads what the sender was given, to its end. */
export function readGivenText(): string {
  const given: unknown = Reflect.get(globalThis, Symbol.for(name));
  // At once, since a thread has no stdin of its own to listen to.
  return typeof given === 'string' ? given : readFileSync(0, 'utf8');
}
