import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDirectory } from './directory-lock.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sonde-lock-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const lockFile = () => join(directory, 'sonde-lock');

it('leaves nothing behind when the directory is given back', async () => {
  const unlock = await lockDirectory(directory);
  expect(await readdir(directory)).toEqual(['sonde-lock']);
  await unlock();
  expect(await readdir(directory)).toEqual([]);
});

it.runIf(process.platform === 'linux')(
  'refuses a directory whose owner is alive, and locks it once the owner is gone',
  async () => {
    const owner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const stat = await readFile(`/proc/${owner.pid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    await writeFile(lockFile(), `${owner.pid} ${start}\n`);
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      code: 'data_directory_in_use',
      detail: `${directory}, by process ${owner.pid}`,
    });
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const unlock = await lockDirectory(directory);
    expect(await readFile(lockFile(), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    await unlock();
  },
);

it.runIf(process.platform === 'linux')(
  'locks a directory whose owner was killed and is still a zombie',
  async () => {
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    const readStat = async () => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    };
    await writeFile(lockFile(), `${pid} ${(await readStat())[19]}\n`);
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'data_directory_in_use' });
    process.kill(pid, 'SIGKILL');
    await expect.poll(async () => (await readStat())[0]).toBe('Z');
    const unlock = await lockDirectory(directory);
    await unlock();
    parent.kill('SIGKILL');
  },
);

it('locks a directory whose lock file is a pipe or a directory', async () => {
  execFileSync('mkfifo', [lockFile()]);
  await (await lockDirectory(directory))();
  await rm(lockFile(), { force: true });
  await mkdir(join(lockFile(), 'in'), { recursive: true });
  await (await lockDirectory(directory))();
  expect(await readdir(directory)).toEqual(['sonde-lock']);
});

it.each([
  ['a process with the id of a dead one', `${process.ppid} 1\n`],
  ['no process', ''],
  ['something unreadable', 'x'.repeat(1000)],
])('locks a directory whose lock file names %s', async (_, text) => {
  await writeFile(lockFile(), text);
  const unlock = await lockDirectory(directory);
  expect(await readFile(lockFile(), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  await unlock();
});
