import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Path of the marker of a tool in `directory` or the nearest one above it; undefined where there is none.
 *
 * @param directory Absolute.
 */
export function findMarkerPath(tool: string, directory: string): string | undefined {
  let current = directory;
  for (;;) {
    const path = `${current === '/' ? '' : current}/.${tool}.yaml`;
    // Most directories have none, and asking for no more than that is cheapest.
    if (existsSync(path)) return path;
    const parent = parentOf(current);
    if (parent === current) return undefined;
    current = parent;
  }
}

/** By hand: this runs at the start of every run of a tool, and to compile `dirname` takes longer than to ask for all the files. */
const parentOf = (directory: string): string =>
  process.platform === 'win32'
    ? dirname(directory)
    : directory.slice(0, directory.lastIndexOf('/')) || '/';
