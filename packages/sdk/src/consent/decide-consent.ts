import { type Environment, isSet, variableName } from '../runtime/variables.js';
import type { TelemetryMode } from '../telemetry.js';
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
  defaultConsent: 'on' | 'off';
}

/** Whether telemetry runs, and the setting that decided. */
export interface ConsentDecision {
  mode: TelemetryMode;
  decidedBy: string;
  /** Consent version for which the user asked for telemetry; 0 when they did not. */
  agreedVersion: number;
}

/**
 * Decides whether telemetry runs. The first match wins: `--no-telemetry`, an opt-out variable, the
 * project marker, the user's own setting, the tool's default. Reads only the marker and the setting,
 * and writes nothing.
 */
export function decideConsent(input: ConsentInput): ConsentDecision {
  const { tool, argv, environment } = input;
  const off = (decidedBy: string): ConsentDecision => ({
    mode: 'off',
    decidedBy,
    agreedVersion: 0,
  });
  const own = variableName(tool);
  const setting = environment[own]?.trim().toLowerCase();
  const end = argv.indexOf('--');
  if ((end < 0 ? argv : argv.slice(0, end)).includes('--no-telemetry')) {
    return off('--no-telemetry');
  }
  if (isSet(environment.DO_NOT_TRACK)) return off('DO_NOT_TRACK');
  if (setting !== undefined && /^(0|false|no|off|disabled)$/.test(setting)) return off(own);
  const disabled = `${own}_DISABLED`;
  if (isSet(environment[disabled])) return off(disabled);
  if (input.disabledByProject()) return off('telemetryDisabled');
  if (setting === 'log') return { mode: 'log', decidedBy: own, agreedVersion: 0 };
  const chosen = input.readSetting();
  if (chosen === 'unreadable') return off('unreadable setting');
  if (chosen !== undefined) {
    const { telemetry: mode, consentVersion: agreedVersion } = chosen;
    return { mode, decidedBy: 'setting', agreedVersion };
  }
  return { mode: input.defaultConsent, decidedBy: 'default', agreedVersion: 0 };
}
