import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Settings } from '../settings.js';
import { type Finding, fail, find, ok, warn } from './finding.js';

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;

/** Checks what the collector needs of the machine: directory, disk, memory, open files and clock. */
export async function checkMachine(settings: Settings): Promise<Finding[]> {
  const { dataDirectory, diskFloorBytes, memoryBytes } = settings;
  return Promise.all([
    find('data directory', () => checkDirectory(dataDirectory)),
    find('disk', () => checkDisk(dataDirectory, diskFloorBytes)),
    find('memory', () => checkMemory(memoryBytes)),
    find('open files', checkOpenFiles),
    find('clock', () => checkClock(dataDirectory)),
  ]);
}

async function checkDirectory(directory: string): Promise<Finding> {
  const name = 'data directory';
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined) {
    return warn(
      name,
      `${directory} does not exist`,
      'Name the right one with --data-dir; for a new collector, serve creates it.',
    );
  }
  if (!found.isDirectory()) {
    return fail(name, `${directory} is not a directory`, 'Choose another with --data-dir.');
  }
  try {
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return fail(
      name,
      `this user cannot write to ${directory}`,
      'Run the command as the collector’s user, or make that user the owner of the directory.',
    );
  }
  if ((found.mode & 0o077) !== 0) {
    return warn(name, `other users can open ${directory}`, `Run: chmod 700 ${directory}`);
  }
  return ok(name, `only its owner can open ${directory}`);
}

async function checkDisk(directory: string, floorBytes: number): Promise<Finding> {
  const name = 'disk';
  const { bavail, bsize } = await statfs(await firstThatExists(directory));
  const free = bavail * bsize;
  const message = `${megabytes(free)} free, ${megabytes(floorBytes)} must stay free`;
  if (free < floorBytes)
    return fail(name, message, 'Free some disk space; until then, nothing is stored.');
  if (free < 2 * floorBytes + 1e9) {
    return warn(name, message, 'Free some disk space, or set a retention for projects.');
  }
  return ok(name, message);
}

async function firstThatExists(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : firstThatExists(dirname(path));
}

async function checkMemory(engineBytes: number | undefined): Promise<Finding> {
  const name = 'memory';
  const limit = process.constrainedMemory?.() ?? 0;
  const total = limit > 0 && limit < totalmem() ? limit : totalmem();
  if (engineBytes !== undefined && engineBytes > total * 0.8) {
    return warn(
      name,
      `the store may use ${megabytes(engineBytes)} of ${megabytes(total)}`,
      'Lower --memory: Node.js and the system need memory, too.',
    );
  }
  if (total < 1e9) {
    return warn(name, `${megabytes(total)} in total`, 'Give the collector at least 1 GB.');
  }
  return ok(name, `${megabytes(total)} in total`);
}

/** For 4,000 connections and the files of the engine. */
const openFilesMin = 5_000;

async function checkOpenFiles(): Promise<Finding> {
  const name = 'open files';
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const most = /^Max open files +(\S+)/m.exec(limits)?.[1];
  if (most === undefined) return ok(name, 'unknown on this system');
  if (most !== 'unlimited' && Number(most) < openFilesMin) {
    return warn(
      name,
      `at most ${most}`,
      `Allow ${openFilesMin}, with ulimit -n or LimitNOFILE= in the systemd unit.`,
    );
  }
  return ok(name, `at most ${most}`);
}

async function checkClock(directory: string): Promise<Finding> {
  const name = 'clock';
  const now = Date.now();
  const written = await Promise.all(
    ['sonde-lock', 'sonde-store', 'clickhouse/status'].map((file) =>
      stat(join(directory, file)).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    ),
  );
  const newest = Math.max(...written);
  const time = new Date(now).toISOString();
  if (newest > now + 60_000) {
    return warn(
      name,
      `it is ${time}, but data was written at ${new Date(newest).toISOString()}`,
      'Synchronise the clock with NTP: event times are corrected by it.',
    );
  }
  return ok(name, `it is ${time}`);
}
