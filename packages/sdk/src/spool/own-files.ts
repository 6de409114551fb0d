import { lstatSync, statSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';

const writableByOthers = 0o022;

/**
 * Tells which files of a spool are this user's. Where no other user can make files, all are. Some file
 * systems give every file the same owner, so the directory's owner counts as well.
 */
export function ownFilesOf(directory: string): (entry: string) => boolean {
  const user = userId();
  const { uid: owner, mode } = statSync(directory);
  if (user === undefined || (mode & writableByOthers) === 0) return () => true;
  return (entry) => {
    const uid = lstatSync(`${directory}/${entry}`, { throwIfNoEntry: false })?.uid;
    return uid === user || uid === owner;
  };
}
