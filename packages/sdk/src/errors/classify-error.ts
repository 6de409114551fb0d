import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { describeError, type ErrorDescription, isCancellation } from './describe-error.js';
import type { ScopeEnd } from './scope-end.js';

/** How a scope ended that an error left: cancelled by the user, or failed. */
export function classifyError(
  error: unknown,
  options: {
    catalog: Pick<CatalogDefinition, 'errorClasses'>;
    describeError?: ((error: unknown) => Partial<ErrorDescription> | undefined) | undefined;
    isCancellation?: ((error: unknown) => boolean) | undefined;
  },
): ScopeEnd {
  if (isCancellation(error) || options.isCancellation?.(error) === true) {
    return { kind: 'cancelled' };
  }
  const own = options.describeError?.(error) ?? {};
  const description = { ...describeError(error, options.catalog.errorClasses), ...own };
  // A tool that returns a message by mistake must not report it.
  const isName = (text: string) => /^[\w.$-]{1,64}$/.test(text);
  if (!isName(description.error_class)) description.error_class = 'unknown';
  if (!isName(description.error_source)) description.error_source = 'internal';
  if (!Number.isInteger(description.http_status)) delete description.http_status;
  return { kind: 'threw', description };
}
