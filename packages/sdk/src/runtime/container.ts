import { existsSync } from './node-modules.js';

/**
 * Whether this process is the one a container was started for, directly or below a minimal init:
 * whatever it leaves behind is killed with it.
 */
export function isMainOfContainer(): boolean {
  if (process.pid === 1) return true;
  return process.ppid === 1 && (existsSync('/.dockerenv') || existsSync('/run/.containerenv'));
}
