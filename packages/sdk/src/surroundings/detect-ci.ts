import { loadDeferred } from '../loading/load-deferred.js';
import { ciVariables } from './ci-variables.js';
import { type Environment, isSet } from './variables.js';

/** Whether the process runs in CI, and where. */
export interface Ci {
  isCi: boolean;
  /** For example `github_actions`; `unknown` in CI of an unknown vendor; null outside CI. */
  name: string | null;
}

/** Detects CI by `CI` and by the variables of known vendors. */
export function detectCi(environment: Environment): Ci {
  let name: string | null = null;
  if (environment.CI !== undefined) {
    // CI=false is how someone says that this is not CI, whatever the vendor's variables say.
    if (isSet(environment.CI)) name = loadDeferred().nameCi(environment);
  } else if (ciVariables.split(' ').some((variable) => environment[variable])) {
    name = loadDeferred().nameCi(environment);
  }
  return { isCi: name !== null, name };
}
