import type { FastifyInstance } from 'fastify';
import { acceptJson } from '../json-body.js';
import type { Team } from '../team/team.js';
import { registerAnnotationRoutes } from './annotation-routes.js';
import { registerViewRoutes } from './view-routes.js';

const bodyBytesMax = 64_000;

/** Saved views, home pages and annotations of a project. */
export function registerSavedRoutes(
  scope: FastifyInstance,
  { getTeam }: { getTeam: () => Team },
): void {
  acceptJson(scope, { bodyBytesMax });
  registerViewRoutes(scope, getTeam);
  registerAnnotationRoutes(scope, getTeam);
}
