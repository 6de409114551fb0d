import type { ErrorCode } from '@sonde/protocol';
import type { Store } from '@sonde/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createAttempts } from '../access/attempts.js';
import { acceptJson } from '../json-body.js';
import { registerAccountRoutes, registerOperatorAccountRoute } from './account-routes.js';
import { registerAuditRoute } from './audit-route.js';
import { registerInvitationRoutes } from './invitation-routes.js';
import { registerKeyRoutes } from './key-routes.js';
import { oneTimeAddress } from './links.js';
import { registerMemberRoutes } from './member-routes.js';
import type { Openid } from './openid.js';
import { registerOpenidRoutes } from './openid-routes.js';
import { registerProjectRoutes } from './project-routes.js';
import { createRefusedSignIns } from './refused-sign-ins.js';
import { registerSessionRoutes } from './session-routes.js';
import type { Team } from './team.js';

const bodyBytesMax = 64_000;

export interface TeamRouteDependencies {
  getStore: () => Store;
  getTeam: () => Team;
  /** The origin that people use; absent: the one that a request names. */
  publicUrl: string | undefined;
  /** The address it listens on, for links that the operator creates. */
  ownUrl: () => string;
  /** Only the operator can administer. */
  ingestOnly: boolean;
  /** The provider for sign-in; undefined: none. */
  openid: Openid | undefined;
  /** Called if a sign-in at the provider fails. */
  onSignInRefused: (code: ErrorCode) => void;
}

/** Everything that a team administers, and sign-in. */
export function registerTeamRoutes(
  scope: FastifyInstance,
  dependencies: TeamRouteDependencies,
): void {
  const { getStore, getTeam, publicUrl, ownUrl, ingestOnly, openid } = dependencies;
  acceptJson(scope, { bodyBytesMax });
  const linkOf = (request: FastifyRequest, token: string) => {
    const named = request.isOperator ? ownUrl() : `${request.protocol}://${request.host}`;
    return oneTimeAddress(publicUrl ?? named, token);
  };
  registerProjectRoutes(scope, getTeam);
  registerKeyRoutes(scope, getTeam);
  registerMemberRoutes(scope, getTeam);
  registerAccountRoutes(scope, { getTeam, linkOf });
  registerOperatorAccountRoute(scope, getTeam);
  registerInvitationRoutes(scope, { getTeam, linkOf });
  registerAuditRoute(scope, getStore);
  if (ingestOnly) return;
  const noteRefused = createRefusedSignIns(getTeam);
  registerSessionRoutes(scope, {
    getTeam,
    publicUrl,
    attempts: createAttempts(),
    onRefused: noteRefused,
    openidName: openid?.settings.name,
  });
  registerOpenidRoutes(scope, {
    ...{ getTeam, publicUrl, openid },
    onRefused: dependencies.onSignInRefused,
    noteRefused,
  });
}
