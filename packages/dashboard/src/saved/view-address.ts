import { stringifySearch } from '../url/search-string.js';

/**
 * The address of a page for a saved view: without the project, which the view belongs to, and the
 * time zone, which is the viewer's. The same choices have the same address.
 */
export function viewAddress(pathname: string, search: Record<string, unknown>): string {
  const { project: _project, zone: _zone, ...chosen } = search;
  const parameters = new URLSearchParams(stringifySearch(chosen));
  parameters.sort();
  const query = parameters.toString();
  // The router decodes spaces and others, a URL does not.
  const path = new URL(pathname, 'http://dashboard.invalid').pathname;
  return query === '' ? path : `${path}?${query}`;
}
