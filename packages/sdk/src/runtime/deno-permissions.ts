/** What recording and sending take: to know the choices made, to keep events, to start the sender. */
const needed = ['env', 'read', 'write', 'run', 'net'] as const;

/** The part of Deno that is asked. */
export interface DenoPermissions {
  permissions: { querySync(descriptor: { name: (typeof needed)[number] }): { state: string } };
}

/**
 * The first permission that Deno was not given for everything; undefined where none is missing. To try
 * what is not permitted would ask the user on the terminal; to ask Deno does not.
 */
export function findMissingPermission(
  deno = (globalThis as { Deno?: DenoPermissions }).Deno,
): (typeof needed)[number] | undefined {
  return deno && needed.find((name) => deno.permissions.querySync({ name }).state !== 'granted');
}
