import { readFileSync } from './node-modules.js';

/** Where a program that is itself read from stdin finds what would have been there. */
const name = 'sonde.given-lines';

const beginning = `globalThis[Symbol.for('${name}')]=`;

/** Program text that leaves lines for {@link readGivenText}, ahead of the sender's own. */
export const givenLines = (lines: string): string =>
  lines === '' ? '' : `${beginning}${JSON.stringify(lines)};\n`;

/** Reads what the sender was given, to its end. */
export function readGivenText(): string {
  const given: unknown = Reflect.get(globalThis, Symbol.for(name));
  // At once, since a thread has no stdin of its own to listen to.
  if (typeof given === 'string') return given;
  const text = readFileSync(0, 'utf8');
  // An executable that takes no options has not run what it was given.
  return text.startsWith(beginning)
    ? (JSON.parse(text.slice(beginning.length, text.indexOf(';\n'))) as string)
    : text;
}
