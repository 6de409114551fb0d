/** The part of Deno that is asked. */
interface DenoPermissions {
  permissions: { querySync(descriptor: { name: 'sys'; kind: 'uid' }): { state: string } };
}

/**
 * The number of this process's user. Undefined on Windows, and in Deno without the permission: then asking
 * the system would ask the user on the terminal.
 */
export function userId(): number | undefined {
  const { Deno } = globalThis as { Deno?: DenoPermissions };
  const isAllowed = Deno?.permissions.querySync({ name: 'sys', kind: 'uid' }).state ?? 'granted';
  return isAllowed === 'granted' ? process.getuid?.() : undefined;
}
