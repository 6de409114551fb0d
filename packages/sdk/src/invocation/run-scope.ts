import type { ScopeEnd } from '../errors/scope-end.js';
import { isThenable } from '../runtime/is-thenable.js';

/** Runs `body` and calls `leave` with its outcome. Returns or throws what `body` did. */
export function runScope(
  body: () => unknown,
  leave: (end: ScopeEnd) => void,
  classify: (error: unknown) => ScopeEnd,
): unknown {
  const threw = (error: unknown): never => {
    leave(classify(error));
    throw error;
  };
  const returned = <Value>(value: Value): Value => {
    leave({ kind: 'returned' });
    return value;
  };
  let result: unknown;
  try {
    result = body();
  } catch (error) {
    return threw(error);
  }
  return isThenable(result) ? Promise.resolve(result).then(returned, threw) : returned(result);
}
