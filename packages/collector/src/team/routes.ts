import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { acceptJson } from '../json-body.js';
import { registerAuditRoute } from './audit-route.js';
import { registerKeyRoutes } from './key-routes.js';
import { registerProjectRoutes } from './project-routes.js';
import type { Team } from './team.js';

const bodyBytesMax = 64_000;

export interface TeamRouteDependencies {
  getStore: () => Store;
  getTeam: () => Team;
}

/** Everything that a team administers. */
export function registerTeamRoutes(
  scope: FastifyInstance,
  { getStore, getTeam }: TeamRouteDependencies,
): void {
  acceptJson(scope, { bodyBytesMax });
  registerProjectRoutes(scope, getTeam);
  registerKeyRoutes(scope, getTeam);
  registerAuditRoute(scope, getStore);
}
