import type { CatalogDefinition } from '../catalog/define-catalog.js';
import {
  describeError,
  type ErrorDescription,
  errorSources,
  isCancellation,
} from './describe-error.js';
import type { ScopeEnd } from './scope-end.js';

/** Calls a function of the tool; undefined if it throws. */
function callSafely<Result>(action: (() => Result) | undefined): Result | undefined {
  try {
    return action?.();
  } catch {
    return undefined;
  }
}

/** Classifies an error that ended a scope: cancelled by the user, or failed. Never throws. */
export function classifyError(
  error: unknown,
  options: {
    catalog: Pick<CatalogDefinition, 'errorClasses'>;
    describeError?: ((error: unknown) => Partial<ErrorDescription> | undefined) | undefined;
    isCancellation?: ((error: unknown) => boolean) | undefined;
  },
): ScopeEnd {
  if (isCancellation(error) || callSafely(() => options.isCancellation?.(error)) === true) {
    return { kind: 'cancelled' };
  }
  const description = describeError(error, options.catalog.errorClasses);
  const own = callSafely(() => ({ ...options.describeError?.(error) })) ?? {};
  // A message that the tool returns by mistake must not be reported.
  const { error_class, error_source, http_status } = own;
  if (error_class !== undefined) {
    description.error_class = /^[\w.$-]{1,64}$/.test(error_class) ? error_class : 'unknown';
  }
  if (error_source !== undefined) {
    description.error_source = errorSources.includes(error_source) ? error_source : 'internal';
  }
  if ('http_status' in own) delete description.http_status;
  if (Number.isInteger(http_status)) description.http_status = Number(http_status);
  return { kind: 'threw', description };
}
