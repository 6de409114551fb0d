import { lstatSync, statSync } from '../runtime/node-modules.js';
import { userId } from '../runtime/user-id.js';

const writableByOthers = 0o022;

/**
 * Returns a function that checks whether a file of a spool belongs to this user. If no other user can create
 * files there, all do. Some file systems give every file the same owner, so the directory's owner is
 * accepted as well.
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
