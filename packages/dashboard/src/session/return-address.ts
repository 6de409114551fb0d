const ownPages = ['/sign-in', '/welcome'];

/** Where to go after sign-in: a path of this server, never another site. Otherwise the overview. */
export function readReturnAddress(value: string | undefined, origin: string): string {
  if (value === undefined || !value.startsWith('/')) return '/';
  let address: URL;
  try {
    address = new URL(value, origin);
  } catch {
    return '/';
  }
  const path = `${address.pathname}${address.search}${address.hash}`;
  // A path like /..//evil.test becomes //evil.test, which browsers treat as another host.
  const isOwn = address.origin === origin && !path.startsWith('//');
  return isOwn && !ownPages.includes(address.pathname) ? path : '/';
}
