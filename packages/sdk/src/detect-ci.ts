import vendors from 'ci-info/vendors.json' with { type: 'json' };
import { type Environment, isSet } from './variables.js';

/** Whether the process runs in CI, and where. */
export interface Ci {
  isCi: boolean;
  /** For example `github_actions`; `unknown` in CI of an unknown vendor; null outside CI. */
  name: string | null;
}

type Condition = string | { env: string; includes: string } | { any: string[] } | object;

function holds(condition: Condition, environment: Environment): boolean {
  if (typeof condition === 'string') return Boolean(environment[condition]);
  if ('includes' in condition)
    return (environment[condition.env] ?? '').includes(condition.includes);
  if ('any' in condition) return condition.any.some((name) => Boolean(environment[name]));
  return Object.entries(condition).every(([name, value]) => environment[name] === value);
}

/** Detects CI by `CI` and by the variables of the vendors that the package ci-info knows. */
export function detectCi(environment: Environment): Ci {
  // CI=false is how someone says that this is not CI, whatever the vendor's variables say.
  if (environment.CI !== undefined && !isSet(environment.CI)) return { isCi: false, name: null };
  const vendor = vendors.find(({ env }) =>
    (Array.isArray(env) ? env : [env]).every((condition) => holds(condition, environment)),
  );
  if (vendor !== undefined) return { isCi: true, name: vendor.constant.toLowerCase() };
  return isSet(environment.CI) ? { isCi: true, name: 'unknown' } : { isCi: false, name: null };
}
