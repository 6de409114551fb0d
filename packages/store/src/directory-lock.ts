import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';

/**
 * Says who uses the data directory, so that a second process is told before it wakes the engine,
 * which would refuse it too but say so on stderr in its own words.
 *
 * The engine's lock stays the one that counts: where this one cannot be written or read, or cannot
 * tell whether its owner lives, the directory is taken.
 *
 * @returns Gives the directory back.
 * @throws `data_directory_in_use`
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(resolve(directory), 'sonde-lock');
  const own = `${process.pid} ${(await readStart(process.pid)) ?? 'unknown'}\n`;
  // At most twice: a lock that a dead process left is removed once.
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

/** False when there is one already. It appears with all that it says, or not at all. */
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

/** Empty when it cannot be read; a pipe in its place must not be waited for. */
function readLock(path: string): Promise<string> {
  const flag = constants.O_RDONLY | constants.O_NONBLOCK;
  return readFile(path, { encoding: 'utf8', flag }).catch(() => '');
}

/** A process id is given out again, even soon in containers: the time it began tells them apart. */
async function isAlive(text: string): Promise<boolean> {
  const [, pid = '', start] = /^(\d{1,10}) (\d+)\n$/.exec(text) ?? [];
  return start !== undefined && (await readStart(Number(pid))) === start;
}

/** When a process began, in ticks since the machine did; undefined when there is none or no way to know. */
async function readStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the name, in brackets, and may hold anything.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 1)
    .trim()
    .split(' ');
  // A process that was killed stays listed until its parent has asked how it ended, which may be never.
  const isDead = fields[0] === 'Z' || fields[0] === 'X';
  return isDead ? undefined : fields[19];
}
