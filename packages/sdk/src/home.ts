import { join } from 'node:path';
import { type Environment, variableName } from './variables.js';

function homeOf(environment: Environment): string | undefined {
  // HOME alone is not asked of os.homedir(): the caller's variables decide, not those of the process.
  const home = environment.HOME;
  return home?.startsWith('/') && home !== '/' ? home : undefined;
}

/**
 * Where a tool's events wait: `<TOOL>_TELEMETRY_DIR`, else below `$XDG_STATE_HOME`, else below
 * `~/.local/state`; below `%LOCALAPPDATA%` on Windows. Undefined when there is no usable home.
 */
export function spoolDirectory(
  tool: string,
  environment: Environment,
  platform: string,
): string | undefined {
  const own = environment[variableName(tool, 'DIR')];
  if (own) return own;
  if (platform === 'win32') {
    const local = environment.LOCALAPPDATA;
    return local ? join(local, tool, 'telemetry') : undefined;
  }
  const state = environment.XDG_STATE_HOME;
  // A relative path is invalid by the XDG specification and counts as absent.
  if (state?.startsWith('/')) return join(state, tool, 'telemetry');
  const home = homeOf(environment);
  return home === undefined ? undefined : join(home, '.local', 'state', tool, 'telemetry');
}
