/** The permissions for recording and sending: to read settings, to store events, to start the sender. */
const neededInDeno = ['env', 'read', 'write', 'run', 'net'] as const;

/** The part of Deno that is used. */
export interface DenoPermissions {
  permissions: {
    querySync(descriptor: { name: (typeof neededInDeno)[number] }): { state: string };
  };
}

/** The part of Node.js' permission model that is used. */
export interface NodePermissions {
  /** Undefined unless the permission model is on. */
  permission?: { has(scope: string): boolean };
  allowedNodeEnvironmentFlags: { has(flag: string): boolean };
}

/**
 * The first missing permission, such as `Deno without --allow-net`; undefined if none is
 * missing. Without this check, Deno would prompt the user.
 */
export function findMissingPermission(
  deno = (globalThis as { Deno?: DenoPermissions }).Deno,
  node: NodePermissions = process,
): string | undefined {
  if (deno !== undefined) {
    const missing = neededInDeno.find(
      (name) => deno.permissions.querySync({ name }).state !== 'granted',
    );
    return missing && `Deno without --allow-${missing}`;
  }
  if (!node.permission) return undefined;
  // A sender has the permissions of the process that starts it.
  if (!node.permission.has('child')) return 'Node.js without --allow-child-process';
  // Older versions do not restrict the network, and return false for unknown permissions.
  const restrictsNet = node.allowedNodeEnvironmentFlags.has('--allow-net');
  return restrictsNet && !node.permission.has('net') ? 'Node.js without --allow-net' : undefined;
}
