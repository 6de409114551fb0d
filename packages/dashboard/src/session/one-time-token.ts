/**
 * Takes the token of a one-time link out of the address, so that neither history nor a screenshot
 * keeps it. Null when there is none.
 */
export function takeToken(): string | null {
  const { pathname, search, hash } = globalThis.location;
  if (hash.length < 2) return null;
  globalThis.history.replaceState(globalThis.history.state, '', `${pathname}${search}`);
  return hash.slice(1);
}
