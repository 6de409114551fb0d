/** The part of Deno that is used. */
interface DenoPermissions {
  permissions: { querySync(descriptor: { name: 'sys'; kind: 'uid' }): { state: string } };
}

/**
 * The user id of this process. Undefined on Windows, and in Deno without the permission, where Deno
 * would prompt the user.
 */
export function userId(): number | undefined {
  const { Deno } = globalThis as { Deno?: DenoPermissions };
  const isAllowed = Deno?.permissions.querySync({ name: 'sys', kind: 'uid' }).state ?? 'granted';
  return isAllowed === 'granted' ? process.getuid?.() : undefined;
}
