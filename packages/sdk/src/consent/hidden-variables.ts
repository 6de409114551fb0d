import { userSettingPath } from '../runtime/home.js';
import { readParentEnvironments } from '../runtime/parent-environments.js';
import { readOwnStatus } from '../runtime/process-identity.js';
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

/** A shell, Windows or systemd sets at least one of these for every program. */
const usual = ['PWD', 'SHLVL', 'ComSpec', 'INVOCATION_ID'] as const;

/**
 * Whether this process was started by the first process of the system or container, or is that process,
 * and nobody removed variables.
 */
function isFirst({ HOSTNAME }: Environment): boolean {
  const own = readOwnStatus();
  if (!own) return process.ppid === 1;
  // Containers set HOSTNAME. With `unshare`, the first process is in a session of the system.
  return HOSTNAME ? own.parent < 2 : !own.parent && own.session === own.pid;
}

/**
 * Looks for an opt-out in the environments of the parent processes: turbo removes most variables from a
 * task's environment, and some clients nearly all from a server's. A variable that this process has is not
 * searched for. In a task of turbo, the variables of CI, agents and the network are searched for, too.
 */
export function findHiddenVariables(tool: string, environment: Environment): HiddenVariables {
  const isTask = environment.TURBO_HASH !== undefined;
  const areHidden = isTask || usual.every((name) => environment[name] === undefined);
  const missing = isTask ? findMissing(environment) : [];
  const names = [...optOutVariables(tool), 'XDG_CONFIG_HOME'].filter(
    (name) => environment[name] === undefined,
  );
  const parents = readParentEnvironments(['TURBO_HASH', ...names, ...missing.flat()]);
  for (const parent of parents) {
    const variable = parent && findOptOutVariable(tool, parent);
    if (variable) return { decidedBy: `${variable} of a parent process`, mayExist: false };
    if (!parent?.XDG_CONFIG_HOME) continue;
    const found = findUserSetting([userSettingPath(tool, parent) ?? '']);
    if (found !== undefined && isRefusal(found.setting)) {
      return { decidedBy: 'setting', settingPath: found.path, mayExist: false };
    }
  }
  // The process that removed the variables, or one that has them.
  const runner = parents.find((parent) => parent?.TURBO_HASH === undefined);
  return {
    mayExist: areHidden && !runner && (isTask || !isFirst(environment)),
    ...(isTask && { environment: recoverVariables(environment, missing, parents) }),
  };
}
