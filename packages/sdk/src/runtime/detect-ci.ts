import vendors from 'ci-info/vendors.json' with { type: 'json' };
import { type Environment, isSet } from './variables.js';

/** Whether the process runs in CI, and where. */
export interface Ci {
  isCi: boolean;
  /** For example `github_actions`; `unknown` in CI of an unknown vendor; null outside CI. */
  name: string | null;
}

/** How the package ci-info says that a process runs in a vendor's CI. */
type Condition =
  /** The variable is set. */
  | string
  /** The variable contains a text. */
  | { env: string; includes: string }
  /** One of the variables is set. */
  | { any: string[] }
  /** The variables have these values. */
  | Record<string, string>;

function holds(condition: Condition, environment: Environment): boolean {
  if (typeof condition === 'string') return Boolean(environment[condition]);
  if ('includes' in condition && 'env' in condition) {
    return environment[condition.env as string]?.includes(condition.includes as string) === true;
  }
  if ('any' in condition) return (condition.any as string[]).some((name) => environment[name]);
  return Object.entries(condition).every(([name, value]) => environment[name] === value);
}

function findVendor(environment: Environment): string | undefined {
  const found = vendors.find(({ env }) =>
    (Array.isArray(env) ? env : [env]).every((condition) => holds(condition, environment)),
  );
  return found?.constant.toLowerCase();
}

/** Detects CI by `CI` and by the variables of known vendors. */
export function detectCi(environment: Environment): Ci {
  const { CI } = environment;
  // CI=false is how someone says that this is not CI, whatever the vendor's variables say.
  if (CI !== undefined && !isSet(CI)) return { isCi: false, name: null };
  const name = findVendor(environment) ?? (CI === undefined ? null : 'unknown');
  return { isCi: name !== null, name };
}
