import { dirname, lstatSync } from '../runtime/node-modules.js';

/**
 * The path of a tool's marker in `directory` or the nearest directory above it; undefined if there is none.
 *
 * @param directory Absolute.
 */
export function findMarkerPath(tool: string, directory: string): string | undefined {
  let current = directory;
  for (;;) {
    const path = `${current === '/' ? '' : current}/.${tool}.yaml`;
    if (isThere(path)) return path;
    const parent = parentOf(current);
    if (parent === current) return undefined;
    current = parent;
  }
}

/** A link counts even if it is broken, and an unreadable directory counts as one with a marker: both may hide an opt-out. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

/** Not `dirname`: every invocation runs this, and compiling `dirname` takes longer than checking all the files. */
const parentOf = (directory: string): string =>
  process.platform === 'win32'
    ? dirname(directory)
    : directory.slice(0, directory.lastIndexOf('/')) || '/';
