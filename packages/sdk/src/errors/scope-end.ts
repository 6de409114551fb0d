import type { ErrorDescription } from './describe-error.js';

/** How the scope of a flow ended, for flows that did not say so themselves. */
export type ScopeEnd =
  | { kind: 'returned' }
  | { kind: 'cancelled' }
  | { kind: 'threw'; description: ErrorDescription };
