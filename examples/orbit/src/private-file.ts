import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigurationFileError } from './cli-error.js';

const longestFile = 10_000_000;

/**
 * Reads a JSON file; undefined if there is none.
 *
 * @param hint Advice if it cannot be read.
 * @throws ConfigurationFileError if it exists and cannot be read.
 */
export function readPrivateFile(file: string, hint = 'Correct it, or move it away.'): unknown {
  let text: string;
  try {
    const status = statSync(file);
    // A pipe or a device might never end.
    if (!status.isFile()) throw new Error('It is not a file.');
    if (status.size > longestFile) throw new Error('It is too long.');
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ConfigurationFileError(`${file} cannot be read.`, { hint, cause: error });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationFileError(`${file} is damaged.`, {
      hint,
      cause: error,
    });
  }
}

/**
 * Replaces a JSON file that only its owner may read; concurrent readers see the old or the new
 * content.
 *
 * @throws ConfigurationFileError if it cannot be written.
 */
export function writePrivateFile(file: string, value: unknown): void {
  const draftFile = `${file}.${process.pid}`;
  try {
    makeDirectory(dirname(file));
    writeFileSync(draftFile, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    renameSync(draftFile, file);
  } catch (error) {
    discard(draftFile);
    throw new ConfigurationFileError(`${file} cannot be written.`, {
      hint: 'Make the directory writable, or choose another with XDG_CONFIG_HOME.',
      cause: error,
    });
  }
}

/**
 * The `recursive` option of Node.js loops for ever if a parent cannot be created, as in `/proc`.
 */
export function makeDirectory(path: string, mayLackParent = true): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && mayLackParent) {
      makeDirectory(dirname(path));
      makeDirectory(path, false);
    } else if (code !== 'EEXIST') throw error;
  }
}

function discard(draftFile: string): void {
  try {
    rmSync(draftFile, { force: true });
  } catch {
    // If it could not be written, looking for it may fail too; the first error is more helpful.
  }
}

/** @throws ConfigurationFileError if it exists and cannot be removed. */
export function removePrivateFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    throw new ConfigurationFileError(`${file} cannot be removed.`, {
      hint: 'Remove it yourself, or make its directory writable.',
      cause: error,
    });
  }
}
