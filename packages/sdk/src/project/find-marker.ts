import { dirname, existsSync } from '../runtime/node-modules.js';

/**
 * The path of a tool's marker in `directory` or the nearest directory above it; undefined if there is none.
 *
 * @param directory Absolute.
 */
export function findMarkerPath(tool: string, directory: string): string | undefined {
  let current = directory;
  for (;;) {
    const path = `${current === '/' ? '' : current}/.${tool}.yaml`;
    // Most directories have no marker, and this is the cheapest way to check.
    if (existsSync(path)) return path;
    const parent = parentOf(current);
    if (parent === current) return undefined;
    current = parent;
  }
}

/** Not `dirname`: every invocation runs this, and compiling `dirname` takes longer than checking all the files. */
const parentOf = (directory: string): string =>
  process.platform === 'win32'
    ? dirname(directory)
    : directory.slice(0, directory.lastIndexOf('/')) || '/';
