import { lstatSync, mkdirSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';
import type { Environment } from '../runtime/variables.js';

/*
 * Where events wait if the usual directory cannot be written, as in the sandboxes of coding agents. Only
 * events and what their sender needs are there. Identity, consent and notice are never read from it.
 */

const writableByOthers = 0o022;
const sticky = 0o1000;

/** The candidates, the preferred one first. None on Windows. */
function listPaths(tool: string, environment: Environment): string[] {
  const user = userId();
  if (user === undefined) return [];
  const given = environment.TMPDIR || environment.TMP || environment.TEMP || '';
  const places = given.startsWith('/') && given !== '/tmp' ? [given, '/tmp'] : ['/tmp'];
  return places.map((place) => `${place.replace(/\/$/, '')}/${tool}-telemetry-${user}`);
}

/** Whether only this user can have made the directory, and nobody else can change what is in it. */
function isOwn(path: string): boolean {
  const { uid, mode } = lstatSync(path);
  // A link is no directory here.
  const isDirectory = (mode & 0o170_000) === 0o040_000;
  if (!isDirectory || uid !== userId() || (mode & writableByOthers) !== 0) return false;
  return isPlaceSafe(path);
}

/** Whether nobody else can replace what is at this path. */
function isPlaceSafe(path: string): boolean {
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

/** Makes the temporary spool, or finds the one that exists. Throws if no directory can be trusted. */
export function openTemporarySpool(tool: string, environment: Environment): string {
  for (const path of listPaths(tool, environment)) {
    try {
      // Nothing is left behind where it would be refused.
      if (!isPlaceSafe(path)) continue;
      mkdirSync(path, { mode: 0o700 });
    } catch {
      // It exists, or its place cannot be written.
    }
    try {
      if (isOwn(path)) return path;
    } catch {}
  }
  throw new Error('no usable temporary directory');
}
