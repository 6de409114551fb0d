import type { FastifyInstance } from 'fastify';
import { acceptJson } from '../json-body.js';
import { type LifeRouteDependencies, registerPersonRoutes } from './person-routes.js';
import { registerRetentionRoute } from './retention-route.js';

const bodyBytesMax = 4_000;

/** Deletion and export of persons, and retention. */
export function registerLifeRoutes(
  scope: FastifyInstance,
  dependencies: LifeRouteDependencies,
): void {
  acceptJson(scope, { bodyBytesMax });
  registerPersonRoutes(scope, dependencies);
  registerRetentionRoute(scope, dependencies);
}
