import type { UndeclaredPolicy } from '../undeclared-policy.js';
import type { CatalogChoice, CatalogHint } from './choose-catalogs.js';
import type { Judgement } from './judge-event.js';

/** Finds how the events of a request are judged. Never rejects. */
export type FindJudgement = (project: string, hint: CatalogHint) => Promise<Judgement>;

export function createJudgements(
  choose: CatalogChoice['choose'],
  policyOf: (project: string) => UndeclaredPolicy,
): FindJudgement {
  return async (project, hint) => ({
    catalogs: await choose(project, hint),
    policy: policyOf(project),
  });
}
