import { resolve, sep } from './node-modules.js';
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
  return below(tool, environment, ['LOCALAPPDATA', 'XDG_STATE_HOME', '.local/state'], 'telemetry');
}

/**
 * Where the user's own choice for a tool is kept: `telemetry.json` below `$XDG_CONFIG_HOME`, else
 * below `~/.config`; below `%APPDATA%` on Windows. Undefined when there is no usable home.
 */
export function userSettingPath(tool: string, environment: Environment): string | undefined {
  return below(tool, environment, ['APPDATA', 'XDG_CONFIG_HOME', '.config'], 'telemetry.json');
}

/** What a program hands on that takes most variables away. */
const withoutOverrides = ({ HOME, APPDATA, LOCALAPPDATA }: Environment): Environment => ({
  HOME,
  APPDATA,
  LOCALAPPDATA,
});

const distinct = (paths: readonly (string | undefined)[]): string[] =>
  [...new Set(paths)].filter((path) => path !== undefined);

/** `userSettingPath`, then the path that a run finds whose `XDG_CONFIG_HOME` was taken away, if another. */
export const userSettingPaths = (tool: string, environment: Environment): string[] =>
  distinct([
    userSettingPath(tool, environment),
    userSettingPath(tool, withoutOverrides(environment)),
  ]);

/** `spoolDirectory`, then the one that a run uses whose variables were taken away, if another. */
export const spoolDirectories = (
  tool: string,
  environment: Environment,
  chosen: string | undefined,
): string[] =>
  distinct([
    spoolDirectory(tool, environment, chosen),
    spoolDirectory(tool, withoutOverrides(environment), chosen),
  ]);

function below(
  tool: string,
  environment: Environment,
  [windows, xdg, usual]: [string, string, string],
  name: string,
): string | undefined {
  // HOME alone is not asked of os.homedir(): the caller's variables decide, not those of the process.
  const home = environment.HOME;
  const base =
    process.platform === 'win32'
      ? environment[windows]
      : // A relative path is invalid by the XDG specification and counts as absent.
        environment[xdg]?.startsWith('/')
        ? environment[xdg]
        : home?.startsWith('/') && home !== '/'
          ? inside(home, usual)
          : '';
  return base ? inside(base, inside(tool, name)) : undefined;
}

/** By hand: this runs in every run of a tool, and the first use of `join` costs more than the rest of this file. */
function inside(directory: string, name: string): string {
  return directory.endsWith(sep) ? directory + name : directory + sep + name;
}
