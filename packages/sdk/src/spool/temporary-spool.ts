import { lstatSync, mkdirSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';
import type { Environment } from '../runtime/variables.js';

/*
 * The directory for events if the usual one is read-only, as in the sandboxes of coding agents. It holds only
 * events and sender settings. Identity, consent and notice are never read from it.
 */

/** Whether an error code means that a directory is read-only. */
export const isReadOnlyCode = (code: string | undefined): boolean =>
  /^(EROFS|EACCES|EPERM|ERR_ACCESS_DENIED)$/.test(code ?? '');

const writableByOthers = 0o022;
const sticky = 0o1000;

/** Possible paths, the preferred one first. None on Windows. */
function listPaths(tool: string, environment: Environment): string[] {
  const user = userId();
  if (user === undefined) return [];
  const configured = environment.TMPDIR || environment.TMP || environment.TEMP || '';
  const isUsable = configured.startsWith('/') && configured !== '/tmp';
  const parents = isUsable ? [configured, '/tmp'] : ['/tmp'];
  return parents.map((parent) => `${parent.replace(/\/$/, '')}/${tool}-telemetry-${user}`);
}

/** Whether this user owns the directory and nobody else can change it. */
function isOwn(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  // False for a link to a directory.
  const isDirectory = (mode & 0o170_000) === 0o040_000;
  if (!isDirectory || uid !== userId() || (mode & writableByOthers) !== 0) return false;
  return isParentSafe(path);
}

/** Whether nobody else can replace the file or directory at this path. */
function isParentSafe(path: string): boolean {
  const { uid, mode } = lstatSync(path.slice(0, path.lastIndexOf('/')) || '/');
  const isSafe = (mode & writableByOthers) === 0 || (mode & sticky) !== 0;
  return isSafe && (uid === 0 || uid === userId());
}

/** The temporary spools of this user that exist and can be trusted. Never throws. */
export function findTemporarySpools(tool: string, environment: Environment): string[] {
  return listPaths(tool, environment).filter((path) => {
    try {
      return isOwn(path);
    } catch {
      return false;
    }
  });
}

/** The temporary spool that a run would use or create; undefined if there is none. Never throws. */
export function findTemporaryPath(
  tool: string,
  environment: Environment,
  isWritable: (path: string) => boolean,
): string | undefined {
  return listPaths(tool, environment).find((path) => {
    try {
      if (!isParentSafe(path) || !isWritable(path)) return false;
      return lstatSync(path, { throwIfNoEntry: false }) === undefined || isOwn(path);
    } catch {
      return false;
    }
  });
}

/** Creates the temporary spool unless it exists. Throws if no directory can be trusted. */
export function openTemporarySpool(tool: string, environment: Environment): string {
  for (const path of listPaths(tool, environment)) {
    try {
      // Creates no directory that would then be refused.
      if (!isParentSafe(path)) continue;
      mkdirSync(path, { mode: 0o700 });
    } catch {
      // It exists, or its parent cannot be written.
    }
    try {
      if (isOwn(path)) return path;
    } catch {}
  }
  throw new Error('no usable temporary directory');
}
