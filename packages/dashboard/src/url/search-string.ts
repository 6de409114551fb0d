/**
 * Search parameters as the router passes them to a route: a string, or several for a repeated name.
 */
export type RawSearch = Record<string, string | string[]>;

/**
 * Parses the query part of a URL. A repeated name becomes a list. Types are not guessed, so a
 * version `1.0` stays a string.
 */
export function parseSearch(text: string): RawSearch {
  const search: RawSearch = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === '__proto__') continue;
    const earlier = search[name];
    if (earlier === undefined) search[name] = value;
    else if (Array.isArray(earlier)) earlier.push(value);
    else search[name] = [earlier, value];
  }
  return search;
}

/** The inverse: lists become repeated names; undefined values and empty lists are left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

/** The first value of a name that may be repeated. */
export function firstOf(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first === null ? undefined : String(first);
}

/** All values of a name, in order. */
export function allOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value])
    .filter((one) => one !== undefined && one !== null)
    .map(String);
}

/**
 * All values of a name, without repeats; undefined if there are none.
 *
 * @param isValue Default: non-empty values.
 */
export function listOf(
  value: unknown,
  isValue = (one: string) => one !== '',
): string[] | undefined {
  const all = allOf(value).filter(isValue);
  return all.length === 0 ? undefined : [...new Set(all)];
}
