import { firstOf } from '../url/search-string.js';

export type SignInSearch = {
  /** The address to go to afterwards. */
  return?: string | undefined;
  /** Code of the error with which the other way of signing in ended. */
  error?: string | undefined;
};

export function readSignInSearch(search: Record<string, unknown>): SignInSearch {
  const address = firstOf(search.return);
  const error = firstOf(search.error);
  return {
    ...(address !== undefined && { return: address }),
    ...(error !== undefined && { error }),
  };
}
