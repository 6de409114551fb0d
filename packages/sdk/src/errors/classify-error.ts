import type { CatalogDefinition } from '../catalog/define-catalog.js';
import {
  describeError,
  type ErrorDescription,
  errorSources,
  isCancellation,
} from './describe-error.js';
import type { ScopeEnd } from './scope-end.js';

/** Calls a function of the tool. One that throws has said nothing. */
function ask<Answer>(question: (() => Answer) | undefined): Answer | undefined {
  try {
    return question?.();
  } catch {
    return undefined;
  }
}

/** How a scope ended that an error left: cancelled by the user, or failed. Never throws. */
export function classifyError(
  error: unknown,
  options: {
    catalog: Pick<CatalogDefinition, 'errorClasses'>;
    describeError?: ((error: unknown) => Partial<ErrorDescription> | undefined) | undefined;
    isCancellation?: ((error: unknown) => boolean) | undefined;
  },
): ScopeEnd {
  if (isCancellation(error) || ask(() => options.isCancellation?.(error)) === true) {
    return { kind: 'cancelled' };
  }
  const description = describeError(error, options.catalog.errorClasses);
  const own = ask(() => ({ ...options.describeError?.(error) })) ?? {};
  // A tool that returns a message by mistake must not report it.
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
