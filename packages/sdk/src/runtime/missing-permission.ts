/** What recording and sending take: to know the choices made, to keep events, to start the sender. */
const neededInDeno = ['env', 'read', 'write', 'run', 'net'] as const;

/** The part of Deno that is asked. */
export interface DenoPermissions {
  permissions: {
    querySync(descriptor: { name: (typeof neededInDeno)[number] }): { state: string };
  };
}

/** The part of Node.js' permission model that is asked. */
export interface NodePermissions {
  /** There only if the model is switched on. */
  permission?: { has(scope: string): boolean };
  allowedNodeEnvironmentFlags: { has(flag: string): boolean };
}

/**
 * The first permission that the runtime was not given, as `Deno without --allow-net`; undefined if none is
 * missing. An attempt would ask the user on the terminal in Deno, and fail for good in Node.js.
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
  // Older versions do not restrict the network, and deny whatever they do not know.
  const restrictsNet = node.allowedNodeEnvironmentFlags.has('--allow-net');
  return restrictsNet && !node.permission.has('net') ? 'Node.js without --allow-net' : undefined;
}
