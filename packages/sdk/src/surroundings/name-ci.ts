import { ciVendors } from './ci-vendors.js';
import { type Environment, isSet } from './variables.js';

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

/** The vendor of the CI that the process runs in, `unknown` where only `CI` says so; null outside CI. */
export function nameCi(environment: Environment): string | null {
  for (const vendor of ciVendors.split('\n')) {
    const [first = '', ...rest] = vendor.split(' ');
    if (!holds(first, environment)) continue;
    const name = rest.pop() ?? first.toLowerCase();
    if (rest.every((condition) => holds(condition, environment))) return name;
  }
  return isSet(environment.CI) ? 'unknown' : null;
}
