/**
 * Removes the token of a one-time link from the URL and returns it, so that neither history nor a
 * screenshot contains it. Null if there is none.
 */
export function takeToken(): string | null {
  const { pathname, search, hash } = globalThis.location;
  if (hash.length < 2) return null;
  globalThis.history.replaceState(globalThis.history.state, '', `${pathname}${search}`);
  return hash.slice(1);
}
