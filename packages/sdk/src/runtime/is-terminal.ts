import { fstatSync, readlinkSync } from './node-modules.js';

/** Whether a descriptor is a terminal. On Linux its name shows it, which is faster than loading `node:tty`. */
export function isTerminal(fd: number): boolean {
  let name = '';
  try {
    if (process.platform === 'linux') name = readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    // There is no /proc, or the descriptor is closed; `isatty` decides below.
  }
  if (name.startsWith('/dev/pts/') || name.startsWith('/dev/tty')) return true;
  // Not a regular expression, which takes longer to compile than the rest of this function.
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
