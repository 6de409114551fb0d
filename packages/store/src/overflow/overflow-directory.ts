import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { syncDirectory } from '../backup/file-tree.js';
import { makeDirectory } from '../data-directory.js';
import type { Batch } from '../records.js';
import type { Volume } from '../storage/volume.js';
import {
  countEvents,
  decodeFile,
  encodeFile,
  nameFile,
  type OverflowLine,
} from './overflow-file.js';
import type { OverflowState } from './overflow-state.js';

export interface OverflowDirectoryOptions {
  dataDirectory: string;
  volume: Pick<Volume, 'checkSpace'>;
}

/** Suffix of a file that is being written; it was never acknowledged. */
const draftSuffix = '.draft';
/** Suffix of a file that cannot be stored. */
const asideSuffix = '.unreadable';

/** Failures to read that say nothing about the file. */
const passingCodes: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);

export function overflowDirectory(dataDirectory: string): string {
  return join(resolve(dataDirectory), 'overflow');
}

/**
 * Copies the files that wait, for a backup. A file that disappears meanwhile is in the store.
 *
 * @returns Whether there were any.
 */
export async function copyOverflow(from: string, to: string): Promise<boolean> {
  const names = (await readdir(from)).filter((name) => !name.endsWith(draftSuffix));
  if (names.length === 0) return false;
  await mkdir(to, { mode: 0o700 });
  for (const name of names) {
    await copyFile(join(from, name), join(to, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  return true;
}

/** The files of batches that wait for the store. */
export class OverflowDirectory {
  readonly #path: string;
  readonly #volume: Pick<Volume, 'checkSpace'>;
  /** Files that wait, in the order in which they are stored. */
  readonly #files = new Map<string, { events: number; bytes: number }>();
  #unreadableFiles = 0;

  private constructor({ dataDirectory, volume }: OverflowDirectoryOptions) {
    this.#path = overflowDirectory(dataDirectory);
    this.#volume = volume;
  }

  /** Creates the directory if it is missing, and finds what an earlier process left. */
  static async open(options: OverflowDirectoryOptions): Promise<OverflowDirectory> {
    const directory = new OverflowDirectory(options);
    await directory.#find();
    return directory;
  }

  async #find(): Promise<void> {
    await makeDirectory(this.#path);
    for (const name of (await readdir(this.#path)).sort()) {
      const path = join(this.#path, name);
      const events = countEvents(name);
      if (name.endsWith(draftSuffix)) await rm(path, { force: true });
      else if (name.endsWith(asideSuffix)) this.#unreadableFiles += 1;
      else if (events !== undefined) {
        this.#files.set(name, { events, bytes: (await stat(path)).size });
      }
    }
  }

  get state(): OverflowState {
    const files = [...this.#files.values()];
    return {
      events: files.reduce((sum, { events }) => sum + events, 0),
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      unreadableFiles: this.#unreadableFiles,
    };
  }

  get path(): string {
    return this.#path;
  }

  /** Names of the files that wait. */
  get names(): string[] {
    return [...this.#files.keys()];
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  /** Puts a file behind all others. */
  postpone(name: string): void {
    const file = this.#files.get(name);
    if (file === undefined) return;
    this.#files.delete(name);
    this.#files.set(name, file);
  }

  /**
   * Writes a file durably. Rejects with `disk_full` as a commit does, or with the system's error.
   */
  async write(lines: readonly OverflowLine[]): Promise<void> {
    const text = encodeFile(lines);
    await this.#volume.checkSpace(text.length);
    const name = nameFile(lines, Date.now());
    const path = join(this.#path, name);
    const draft = `${path}${draftSuffix}`;
    let bytes = 0;
    try {
      const file = await open(draft, 'wx', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
        bytes = (await file.stat()).size;
      } finally {
        await file.close();
      }
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {});
      throw error;
    }
    this.#files.set(name, { events: countEvents(name) ?? 0, bytes });
    await syncDirectory(this.#path);
  }

  /**
   * The batches of a file; null if it is damaged, after it was set aside.
   *
   * @param onDamage Called with the reason.
   */
  async read(name: string, onDamage: (reason: unknown) => void): Promise<Batch[] | null> {
    try {
      return decodeFile(await readFile(join(this.#path, name), 'utf8'));
    } catch (error) {
      if (passingCodes.has((error as NodeJS.ErrnoException).code)) throw error;
      await this.setAside(name);
      onDamage(error);
      return null;
    }
  }

  /** Keeps a file that cannot be stored, under another name. */
  async setAside(name: string): Promise<void> {
    const path = join(this.#path, name);
    try {
      await rename(path, `${path}${asideSuffix}`);
      this.#unreadableFiles += 1;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    this.#files.delete(name);
  }

  /** Removes a file that is in the store. If a crash brings it back, its repeats count once. */
  async remove(name: string): Promise<void> {
    await rm(join(this.#path, name), { force: true });
    this.#files.delete(name);
  }
}
