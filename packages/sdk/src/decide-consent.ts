import type { TelemetryMode } from './telemetry-types.js';
import { type Environment, isSet, variableName } from './variables.js';

/** What a decision is made from; nothing is read or written beyond it. */
export interface ConsentInput {
  tool: string;
  argv: readonly string[];
  environment: Environment;
  /** `telemetryDisabled` of the project marker. */
  disabledByProject: boolean;
  defaultConsent: 'on' | 'off';
}

/** Whether telemetry runs, and the setting that decided. */
export interface ConsentDecision {
  mode: TelemetryMode;
  decidedBy: string;
}

/**
 * Decides whether telemetry runs. The first match wins: `--no-telemetry`, an opt-out variable, the
 * project marker, the tool's default. Pure.
 */
export function decideConsent(input: ConsentInput): ConsentDecision {
  const { tool, argv, environment } = input;
  const off = (decidedBy: string): ConsentDecision => ({ mode: 'off', decidedBy });
  const own = variableName(tool);
  const setting = environment[own]?.trim().toLowerCase();
  const end = argv.indexOf('--');
  if ((end < 0 ? argv : argv.slice(0, end)).includes('--no-telemetry')) {
    return off('--no-telemetry');
  }
  if (isSet(environment.DO_NOT_TRACK)) return off('DO_NOT_TRACK');
  if (setting !== undefined && /^(0|false|no|off|disabled)$/.test(setting)) return off(own);
  const disabled = variableName(tool, 'DISABLED');
  if (isSet(environment[disabled])) return off(disabled);
  if (input.disabledByProject) return off('telemetryDisabled');
  if (setting === 'log') return { mode: 'log', decidedBy: own };
  return { mode: input.defaultConsent, decidedBy: 'default' };
}
