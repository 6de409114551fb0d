import type { Json } from '@sonde/protocol';
import { writeText } from '../sql/write-names.js';

/**
 * What may be an id in a quarantined body: every string and number in it, and every part of a string
 * between quotes, between the signs of a query, or between any separators. A string may be a body
 * that nobody could read.
 *
 * Exists in JavaScript and as SQL, with the same results.
 */
const separators = [...['["]', '[&=?\\r\\n]'], '[\\s"\'&=?,;:{}()<>\\[\\]\\\\]+'] as const;

const expressions = separators.map((separator) => new RegExp(separator));

export function idsIn(body: Json): Set<string> {
  const ids = new Set<string>();
  const waiting: Json[] = [body];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'number') ids.add(String(next));
    else if (typeof next === 'string') {
      ids.add(next);
      for (const expression of expressions)
        for (const part of next.split(expression)) ids.add(part);
    } else if (typeof next === 'object' && next !== null) {
      for (const inner of Object.values(next)) waiting.push(inner);
    }
  }
  return ids;
}

const strings = `arrayMap(text -> JSONExtractString(concat('"', text, '"')),
  extractAll(body, ${writeText('"((?:[^"\\\\]|\\\\.)*)"')}))`;

/** The ids in the column `body`, as an array. Numbers are read as the text that JSON has. */
export const idsInSql = `arrayConcat(
  extractAll(body, ${writeText('[:,\\[](-?[0-9][-+.0-9eE]*)')}),
  arrayFlatten(arrayMap(text -> [[text], ${separators
    .map((separator) => `splitByRegexp(${writeText(separator)}, text)`)
    .join(', ')}], ${strings})))`;
