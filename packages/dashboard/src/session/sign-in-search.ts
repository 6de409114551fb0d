import { firstOf } from '../url/search-string.js';

export type SignInSearch = {
  /** The page to open afterwards. */
  return?: string | undefined;
  /** Error code of the provider's sign-in. */
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
