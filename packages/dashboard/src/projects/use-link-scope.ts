import { useSession } from '../session/session.js';
import { type ScopeSearch, withoutProject } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';

/** The scope that links outside the page keep, without an unknown project. */
export function useLinkScope(): ScopeSearch {
  const { projects } = useSession();
  const scope = useScope();
  return projects.some(({ id }) => id === scope.project) ? scope : withoutProject(scope);
}
