import { userSettingPath } from '../runtime/home.js';
import { isTerminal } from '../runtime/is-terminal.js';
import { readParentEnvironments } from '../runtime/parent-environments.js';
import type { Environment } from '../runtime/variables.js';
import { findOptOutVariable, optOutVariables } from './opt-out-variable.js';
import { findUserSetting, isRefusal } from './user-setting.js';

/** The result of the search for an opt-out that does not reach this process. */
export interface HiddenOptOut {
  /** What decided, for `ConsentDecision`; undefined if no opt-out was found. */
  decidedBy?: string;
  /** Path of the setting that decided. */
  settingPath?: string;
  /** Variables were taken away, and an opt-out among them could not be seen. */
  mayExist: boolean;
}

/** Of these, each program gets one from a shell or from Windows. */
const usual = ['PWD', 'SHLVL', 'ComSpec'] as const;

/**
 * Looks for an opt-out in the environments of the processes above this one: turbo takes most variables
 * away from a task, and some clients all but a few from a server. A tool that a shell starts in a terminal
 * gets all variables, so nothing is read there. A variable that this process has is not looked for.
 */
export function findHiddenOptOut(tool: string, environment: Environment): HiddenOptOut {
  const { PWD, SHLVL, TURBO_HASH } = environment;
  const areHidden =
    TURBO_HASH !== undefined || usual.every((name) => environment[name] === undefined);
  if (!areHidden && PWD && SHLVL && (isTerminal(0) || isTerminal(1))) return { mayExist: false };
  const names = [...optOutVariables(tool), 'XDG_CONFIG_HOME'].filter(
    (name) => environment[name] === undefined,
  );
  const parents = readParentEnvironments(names);
  for (const parent of parents) {
    const variable = parent && findOptOutVariable(tool, parent);
    if (variable) return { decidedBy: `${variable} of a parent process`, mayExist: false };
    if (!parent?.XDG_CONFIG_HOME) continue;
    const found = findUserSetting([userSettingPath(tool, parent) ?? '']);
    if (found !== undefined && isRefusal(found.setting)) {
      return { decidedBy: 'setting', settingPath: found.path, mayExist: false };
    }
  }
  // The first process of a system or of a container is started by nobody who hides variables.
  const isFirst = process.platform !== 'win32' && process.ppid <= 1;
  return { mayExist: areHidden && !isFirst && parents[0] === undefined };
}
