/** Search parameters as the router hands them to a route: one string, or several for a repeated name. */
export type RawSearch = Record<string, string | string[]>;

/**
 * Reads an address's query part. A repeated name becomes a list; nothing is guessed from a value's
 * look, so that a version `1.0` stays a string.
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

/** The opposite: lists become repeated names; what is undefined or an empty list is left out. */
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

/**
 * All values of a name, each once; undefined when there are none.
 *
 * @param isValue Default: what is not empty.
 */
export function listOf(
  value: unknown,
  isValue = (one: unknown) => one !== '',
): string[] | undefined {
  const all = (Array.isArray(value) ? value : [value])
    .filter((one) => one !== undefined && one !== null && isValue(one))
    .map(String);
  return all.length === 0 ? undefined : [...new Set(all)];
}
