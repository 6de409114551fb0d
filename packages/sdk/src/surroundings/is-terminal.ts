import { fstatSync, readlinkSync } from 'node:fs';

/** Whether a descriptor is a terminal. On Linux its name says so, for much less than `node:tty` costs to load. */
export function isTerminal(fd: number): boolean {
  try {
    if (process.platform === 'linux') {
      const name = readlinkSync(`/proc/self/fd/${fd}`);
      if (name === '/dev/null' || name.startsWith('pipe:') || name.startsWith('socket:')) {
        return false;
      }
      if (name.startsWith('/dev/pts/') || name.startsWith('/dev/tty')) return true;
    }
  } catch {
    // Without /proc, or the descriptor is closed: that is found out below.
  }
  try {
    return fstatSync(fd).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(fd);
  } catch {
    return false;
  }
}
