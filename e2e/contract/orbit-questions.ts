import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keys } from '@sonde/example-orbit-demo';
import { numberCases } from './coverage.js';

const sources = fileURLToPath(new URL('../../examples/orbit/src', import.meta.url));

/** Text between quotes of any kind. */
const literal = /(['"`])((?:(?!\1)[^\\]|\\.)*)\1/.source;

/** An apostrophe in a comment is not a quote. */
const comment = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

/** Every prompt and wait message in orbit's sources. */
export function findQuestionsAndWaits(): string[] {
  const texts = new Set<string>();
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const source = readFileSync(join(sources, name), 'utf8').replace(comment, '');
    for (const [, , text] of source.matchAll(new RegExp(`progress\\(\\s*${literal}`, 'g'))) {
      texts.add(text ?? '');
    }
    // A prompt has a text that ends like a question.
    if (!/\b(ask|offer)\w*\(/.test(source)) continue;
    for (const [, , text = ''] of source.matchAll(new RegExp(literal, 'g'))) {
      if (/[a-z} ][?:]$/.test(text) && !text.startsWith('node:')) texts.add(text);
    }
  }
  return [...texts];
}

/** Texts at which a case presses Ctrl-C. */
function findCancelledTexts(): string[] {
  return numberCases().flatMap(({ contractCase }) =>
    contractCase.runs.flatMap(({ turns = [] }) =>
      typeof turns === 'function'
        ? []
        : turns.filter(({ type }) => type === keys.ctrlC).map(({ waitFor }) => String(waitFor)),
    ),
  );
}

/** Prompts and waits at which no case presses Ctrl-C. */
export function findNeverCancelled(): string[] {
  const cancelled = findCancelledTexts();
  return findQuestionsAndWaits().filter((text) => {
    // Values filled in at run time are not in the sources.
    const pieces = text.split(/\$\{[^}]*\}/).map((piece) => piece.trim());
    const longest = pieces.reduce((one, other) => (other.length > one.length ? other : one));
    return !cancelled.some((shown) => shown.includes(longest) || longest.includes(shown));
  });
}
