import vendors from 'ci-info/vendors.json' with { type: 'json' };
import { isTerminal } from './is-terminal.js';
import type { Environment } from './variables.js';

/** Whether the process runs in CI, and at which vendor. */
export interface Ci {
  isCi: boolean;
  /** For example `github_actions`; `unknown` in CI of an unknown vendor; null outside CI. */
  name: string | null;
}

/** A condition of the package ci-info that detects a vendor's CI. */
type Condition =
  /** The variable is set. */
  | string
  /** The variable contains a text. */
  | { env: string; includes: string }
  /** One of the variables is set. */
  | { any: string[] }
  /** The variables have these values. */
  | Record<string, string>;

/** Whether a variable is set to anything but `0`, `false`, `no` or `off`. */
const saysYes = (value: string | undefined): boolean =>
  !/^(0|false|no|off)?$/i.test((value ?? '').trim());

function holds(condition: Condition, environment: Environment): boolean {
  if (typeof condition === 'string') return saysYes(environment[condition]);
  if ('includes' in condition && 'env' in condition) {
    return environment[condition.env as string]?.includes(condition.includes as string) === true;
  }
  if ('any' in condition)
    return (condition.any as string[]).some((name) => saysYes(environment[name]));
  return Object.entries(condition).every(([name, value]) => environment[name] === value);
}

/** The names of the variables in a condition. */
function namesIn(condition: Condition): string[] {
  if (typeof condition === 'string') return [condition];
  if ('includes' in condition) return [condition.env as string];
  return 'any' in condition ? (condition.any as string[]) : Object.keys(condition);
}

/** The names of the variables that identify vendors. */
export const vendorVariables = (): string[] =>
  vendors.flatMap(({ env }) => (Array.isArray(env) ? env : [env]).flatMap(namesIn));

function findVendor(environment: Environment): string | undefined {
  const found = vendors.find(({ env }) =>
    (Array.isArray(env) ? env : [env]).every((condition) => holds(condition, environment)),
  );
  return found?.constant.toLowerCase();
}

/**
 * Detects CI by `CI`, otherwise by the variables of known vendors. People load a vendor's variables into their
 * own shells, so those do not count in a terminal.
 */
export function detectCi(environment: Environment, isAtTerminal = isTerminal): Ci {
  const CI = environment.CI?.trim() ?? '';
  const isCi = saysYes(CI);
  // `CI=false` overrides the vendor's variables.
  const vendor = isCi || CI === '' ? findVendor(environment) : undefined;
  if (!isCi && (vendor === undefined || isAtTerminal(0) || isAtTerminal(2))) {
    return { isCi: false, name: null };
  }
  return { isCi: true, name: vendor ?? 'unknown' };
}
