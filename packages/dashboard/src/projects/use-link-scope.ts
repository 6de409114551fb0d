import { useSession } from '../session/session.js';
import { type ScopeSearch, withoutProject } from '../url/scope-search.js';
import { useScope } from '../url/use-scope.js';

/** What links around the page take along: its scope, without a project that is not there. */
export function useLinkScope(): ScopeSearch {
  const { projects } = useSession();
  const scope = useScope();
  return projects.some(({ id }) => id === scope.project) ? scope : withoutProject(scope);
}
