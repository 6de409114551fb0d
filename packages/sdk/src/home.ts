import { join, resolve } from 'node:path';
import { type Environment, variableName } from './variables.js';

/**
 * Where a tool's events wait: `<TOOL>_TELEMETRY_DIR`, else where the tool says, else below
 * `$XDG_STATE_HOME`, else below `~/.local/state`; below `%LOCALAPPDATA%` on Windows. Always absolute,
 * since the tool may go elsewhere and the sender starts elsewhere. Undefined when there is no usable
 * home.
 */
export function spoolDirectory(
  tool: string,
  environment: Environment,
  chosen: string | undefined,
): string | undefined {
  const own = environment[variableName(tool, 'DIR')] || chosen;
  if (own) return resolve(own);
  // HOME alone is not asked of os.homedir(): the caller's variables decide, not those of the process.
  const { LOCALAPPDATA: local, XDG_STATE_HOME: state, HOME: home } = environment;
  if (process.platform === 'win32') return local ? join(local, tool, 'telemetry') : undefined;
  // A relative path is invalid by the XDG specification and counts as absent.
  if (state?.startsWith('/')) return join(state, tool, 'telemetry');
  return home?.startsWith('/') && home !== '/'
    ? join(home, '.local/state', tool, 'telemetry')
    : undefined;
}
