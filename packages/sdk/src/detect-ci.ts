import { ciVendors } from './ci-vendors.js';
import { type Environment, isSet } from './variables.js';

/** Whether the process runs in CI, and where. */
export interface Ci {
  isCi: boolean;
  /** For example `github_actions`; `unknown` in CI of an unknown vendor; null outside CI. */
  name: string | null;
}

function holds(condition: string, environment: Environment): boolean {
  for (const sign of ['=', '~'] as const) {
    const at = condition.indexOf(sign);
    if (at < 0) continue;
    const found = environment[condition.slice(0, at)];
    const text = condition.slice(at + 1);
    return sign === '=' ? found === text : found?.includes(text) === true;
  }
  return condition.split('|').some((name) => environment[name]);
}

/** Detects CI by `CI` and by the variables of known vendors. */
export function detectCi(environment: Environment): Ci {
  // CI=false is how someone says that this is not CI, whatever the vendor's variables say.
  if (environment.CI !== undefined && !isSet(environment.CI)) return { isCi: false, name: null };
  for (const vendor of ciVendors.split('\n')) {
    const [first = '', ...rest] = vendor.split(' ');
    if (!holds(first, environment)) continue;
    const name = rest.pop() ?? first.toLowerCase();
    if (rest.every((condition) => holds(condition, environment))) return { isCi: true, name };
  }
  return isSet(environment.CI) ? { isCi: true, name: 'unknown' } : { isCi: false, name: null };
}
