import { allOf } from './search-string.js';

/** A part of an address that a page does not know, or whose value is not valid. */
export interface IgnoredParameter {
  name: string;
  value: string;
}

/** Values that pages leave out of their addresses, because they are the default. */
const defaults: Record<string, string> = {
  range: '30d',
  zone: 'UTC',
  of: 'people',
  count_people: 'false',
};

/**
 * What a page does not use of its address.
 *
 * @param read What the page reads from its address.
 */
export function findIgnored(
  search: Record<string, unknown>,
  read: (search: Record<string, unknown>) => Record<string, unknown>,
): IgnoredParameter[] {
  const known = read(search);
  return Object.entries(search).flatMap(([name, given]) => {
    const used = allOf(known[name]).map(normalize);
    return allOf(given)
      .filter((value) => {
        const isUsed = used.includes(normalize(value)) || value === '' || defaults[name] === value;
        return !isUsed;
      })
      .map((value) => ({ name, value }));
  });
}

/** Numbers and line ends can be written in several ways. */
function normalize(value: string): string {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isNaN(number) ? value.replace(/\r\n?/g, '\n') : String(number);
}
