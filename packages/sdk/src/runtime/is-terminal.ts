import { fstatSync, readlinkSync } from './node-modules.js';

/** Whether a descriptor is a terminal. On Linux its name says so, for much less than `node:tty` costs to load. */
export function isTerminal(fd: number): boolean {
  let name = '';
  try {
    if (process.platform === 'linux') name = readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // Without /proc, or the descriptor is closed: that is found out below.
  }
  if (name.startsWith('/dev/pts/') || name.startsWith('/dev/tty')) return true;
  // No expression, which takes longer to compile than all else here.
  const isNone = name === '/dev/null' || name.startsWith('pipe:') || name.startsWith('socket:');
  return !isNone && isTerminalDevice(fd);
}

function isTerminalDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(fd);
  } catch {
    return false;
  }
}
