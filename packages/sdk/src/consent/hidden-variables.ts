import { userSettingPath } from '../runtime/home.js';
import { isTerminal } from '../runtime/is-terminal.js';
import { readParentEnvironments } from '../runtime/parent-environments.js';
import { findMissing, recoverVariables } from '../runtime/recover-variables.js';
import type { Environment } from '../runtime/variables.js';
import { findOptOutVariable, optOutVariables } from './opt-out-variable.js';
import { findUserSetting, isRefusal } from './user-setting.js';

/** The result of the search for variables that do not reach this process. */
export interface HiddenVariables {
  /** The value for `ConsentDecision`; undefined if no opt-out was found. */
  decidedBy?: string;
  /** The path of the setting with the opt-out. */
  settingPath?: string;
  /** Variables were removed, and an opt-out may be among them. */
  mayExist: boolean;
  /** This process's variables, and those that turbo removed; only in a task of turbo. */
  environment?: Environment;
}

/** A shell or Windows sets at least one of these for every program. */
const usual = ['PWD', 'SHLVL', 'ComSpec'] as const;

/**
 * Looks for an opt-out in the environments of the parent processes: turbo removes most variables from a
 * task's environment, and some clients nearly all from a server's. A tool that a shell starts in a terminal
 * has all variables, so nothing is read there. A variable that this process has is not searched for. In a
 * task of turbo, the variables of CI, agents and the network are searched for, too.
 */
export function findHiddenVariables(tool: string, environment: Environment): HiddenVariables {
  const { PWD, SHLVL, TERM, USER, TURBO_HASH } = environment;
  const isTask = TURBO_HASH !== undefined;
  const areHidden = isTask || usual.every((name) => environment[name] === undefined);
  // After `env -i`, a shell sets only the first two.
  const isUsual = !areHidden && PWD && SHLVL && TERM && USER;
  if (isUsual && (isTerminal(0) || isTerminal(1))) return { mayExist: false };
  const missing = isTask ? findMissing(environment) : [];
  const names = [...optOutVariables(tool), 'XDG_CONFIG_HOME'].filter(
    (name) => environment[name] === undefined,
  );
  const parents = readParentEnvironments([...names, ...missing.flat()]);
  for (const parent of parents) {
    const variable = parent && findOptOutVariable(tool, parent);
    if (variable) return { decidedBy: `${variable} of a parent process`, mayExist: false };
    if (!parent?.XDG_CONFIG_HOME) continue;
    const found = findUserSetting([userSettingPath(tool, parent) ?? '']);
    if (found !== undefined && isRefusal(found.setting)) {
      return { decidedBy: 'setting', settingPath: found.path, mayExist: false };
    }
  }
  // The first process of a system or container has no parent that could remove variables.
  const isFirst = process.platform !== 'win32' && process.ppid <= 1;
  return {
    mayExist: areHidden && !isFirst && parents[0] === undefined,
    ...(isTask && { environment: recoverVariables(environment, missing, parents) }),
  };
}
