import { type Environment, variableName } from '../runtime/variables.js';
import type { TelemetryMode } from '../telemetry.js';
import { findOptOutVariable } from './opt-out-variable.js';
import type { UserSetting } from './user-setting.js';

/** The input of the decision; nothing else is read. */
export interface ConsentInput {
  tool: string;
  argv: readonly string[];
  environment: Environment;
  /** Reads `telemetryDisabled` from the project marker; called only if nothing earlier decides. */
  disabledByProject: () => boolean;
  /** Reads the user's choice; called only if nothing earlier decides. */
  readSetting: () => UserSetting | 'unreadable' | undefined;
  /** Looks for an opt-out that does not reach this process; called only if telemetry would run. */
  findHidden: () => string | undefined;
  defaultConsent: 'on' | 'off';
}

/** Whether telemetry runs, and the setting that decided. */
export interface ConsentDecision {
  mode: TelemetryMode;
  decidedBy: string;
  /** The consent version to which the user agreed; 0 if there is none. */
  agreedVersion: number;
}

const optOut = /^--(no-telemetry(=.*)?|telemetry=(0|false|no|off|disabled))$/i;

/** Whether the arguments opt out, before a `--`. */
export function isRefusedByArguments(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).some((text) => optOut.test(text));
}

/**
 * Whether the user agrees to telemetry. The first match wins: `--no-telemetry`, an opt-out variable, the
 * project marker, the user setting, the tool's default. An opt-out in the environment of a parent process
 * overrides the settings that turn telemetry on. Writes nothing.
 */
export function decideConsent(input: ConsentInput): ConsentDecision {
  const { tool, argv, environment } = input;
  const off = (decidedBy: string): ConsentDecision => ({
    mode: 'off',
    decidedBy,
    agreedVersion: 0,
  });
  if (isRefusedByArguments(argv)) return off('--no-telemetry');
  const variable = findOptOutVariable(tool, environment);
  if (variable !== undefined) return off(variable);
  if (input.disabledByProject()) return off('telemetryDisabled');
  const own = variableName(tool);
  const isLog = environment[own]?.trim().toLowerCase() === 'log';
  const chosen = isLog ? undefined : input.readSetting();
  if (chosen === 'unreadable') return off('unreadable setting');
  const decision: ConsentDecision = isLog
    ? { mode: 'log', decidedBy: own, agreedVersion: 0 }
    : chosen === undefined
      ? { mode: input.defaultConsent, decidedBy: 'default', agreedVersion: 0 }
      : { mode: chosen.telemetry, decidedBy: 'setting', agreedVersion: chosen.consentVersion };
  const hidden = decision.mode === 'off' ? undefined : input.findHidden();
  return hidden === undefined ? decision : off(hidden);
}
