import type { ErrorDescription } from './describe-error.js';

/** The outcome of a scope, such as the body of a command. */
export type ScopeEnd =
  | { kind: 'returned' }
  | { kind: 'cancelled' }
  | { kind: 'threw'; description: ErrorDescription };
