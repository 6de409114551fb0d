import { resolve, sep } from './node-modules.js';
import { type Environment, variableName } from './variables.js';

/**
 * The spool directory: `<TOOL>_TELEMETRY_DIR`, else the tool's option `directory`, else below
 * `$XDG_STATE_HOME`, else below `~/.local/state`; below `%LOCALAPPDATA%` on Windows. Always absolute,
 * because the tool and the sender may change their working directory. Undefined if there is no usable
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
 * The file of the user setting: `telemetry.json` below `$XDG_CONFIG_HOME`, else
 * below `~/.config`; below `%APPDATA%` on Windows. Undefined if there is no usable home.
 */
export function userSettingPath(tool: string, environment: Environment): string | undefined {
  return below(tool, environment, ['APPDATA', 'XDG_CONFIG_HOME', '.config'], 'telemetry.json');
}

/** The variables that remain if a program removes most of them. */
const withoutOverrides = ({ HOME, APPDATA, LOCALAPPDATA }: Environment): Environment => ({
  HOME,
  APPDATA,
  LOCALAPPDATA,
});

const distinct = (paths: readonly (string | undefined)[]): string[] =>
  [...new Set(paths)].filter((path) => path !== undefined);

/** `userSettingPath`, then the path in runs without `XDG_CONFIG_HOME`, if it is another. */
export const userSettingPaths = (tool: string, environment: Environment): string[] =>
  distinct([
    userSettingPath(tool, environment),
    userSettingPath(tool, withoutOverrides(environment)),
  ]);

/** `spoolDirectory`, then the one of runs whose variables were removed, if it is another. */
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
  // Not `os.homedir()`: the variables of the caller decide, not those of the process.
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

/** Not `join`, whose first use costs every run of a tool more than the rest of this file. */
function inside(directory: string, name: string): string {
  return directory.endsWith(sep) ? directory + name : directory + sep + name;
}
