import { type Environment, isSet, variableName } from '../runtime/variables.js';

/** The names of the opt-out variables. */
export const optOutVariables = (tool: string): [string, string, string] => [
  'DO_NOT_TRACK',
  variableName(tool),
  variableName(tool, 'DISABLED'),
];

/** The values of `<TOOL>_TELEMETRY` that do not opt out. */
const accepted = /^(|1|true|yes|on|enabled|log)$/i;

/** The name of the first variable that opts out; undefined if none does. */
export function findOptOutVariable(tool: string, environment: Environment): string | undefined {
  const [general, own, disabled] = optOutVariables(tool);
  if (isSet(environment[general])) return general;
  // An unknown value may be meant as an opt-out.
  if (!accepted.test(environment[own]?.trim() ?? '')) return own;
  return isSet(environment[disabled]) ? disabled : undefined;
}
