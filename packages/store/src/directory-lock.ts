import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';

/**
 * Records which process uses the data directory, so that a second process fails before it starts
 * the engine. The engine would refuse it too, but with its own message on stderr.
 *
 * The engine's own lock decides. If this lock cannot be written or read, or it is unknown whether
 * its owner is alive, the directory counts as free.
 *
 * @returns Releases the directory.
 * @throws `data_directory_in_use`
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(resolve(directory), 'sonde-lock');
  const own = `${process.pid} ${(await readStart(process.pid)) ?? 'unknown'}\n`;
  // At most twice: a lock of a dead process is removed once.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (await create(path, own)) break;
    const found = await readLock(path);
    if (found !== own && (await isAlive(found))) {
      throw new SondeError('data_directory_in_use', {
        detail: `${directory}, by process ${Number.parseInt(found, 10)}`,
      });
    }
    await rm(path, { force: true }).catch(() => {});
  }
  return async () => {
    const found = await readLock(path);
    if (found === own) await rm(path, { force: true }).catch(() => {});
  };
}

/** Creates the lock atomically with its content; false if there is one already. */
async function create(path: string, text: string): Promise<boolean> {
  const draft = `${path}-${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await link(draft, path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
}

/** Empty if it cannot be read; reading must not block on a pipe. */
function readLock(path: string): Promise<string> {
  const flag = constants.O_RDONLY | constants.O_NONBLOCK;
  return readFile(path, { encoding: 'utf8', flag }).catch(() => '');
}

/** Process ids are reused, in containers even soon; the start time identifies the process. */
async function isAlive(text: string): Promise<boolean> {
  const [, pid = '', start] = /^(\d{1,10}) (\d+)\n$/.exec(text) ?? [];
  return start !== undefined && (await readStart(Number(pid))) === start;
}

/**
 * When a process began, in ticks since boot; undefined if there is no such process or it is
 * unknown.
 */
async function readStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the name, in parentheses, and may contain anything.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  // A killed process stays listed as a zombie until its parent waits for it, which may never
  // happen.
  const isDead = fields[0] === 'Z' || fields[0] === 'X';
  return isDead ? undefined : fields[19];
}
