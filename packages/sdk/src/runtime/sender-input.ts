import { readFileSync } from './node-modules.js';

/** Name of the global with the input of a sender whose program itself is read from stdin. */
const name = 'sonde.sender-input';

const beginning = `globalThis[Symbol.for('${name}')]=`;

/** Program text that passes input to {@link readSenderInput}; it comes before the sender's own text. */
export const formatSenderInput = (text: string): string =>
  text === '' ? '' : `${beginning}${JSON.stringify(text)};\n`;

/** Reads the whole input of the sender. */
export function readSenderInput(): string {
  const input: unknown = Reflect.get(globalThis, Symbol.for(name));
  // Synchronously, because a worker thread cannot listen to stdin.
  if (typeof input === 'string') return input;
  const text = readFileSync(0, 'utf8');
  // If the executable did not run the program text, it is still on stdin.
  return text.startsWith(beginning)
    ? (JSON.parse(text.slice(beginning.length, text.indexOf(';\n'))) as string)
    : text;
}
