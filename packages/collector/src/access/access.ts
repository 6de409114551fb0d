import { SondeError } from '@sonde/protocol';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { findProject, listProjects, roleIn } from '../team/projects.js';
import type { Role } from '../team/records.js';
import type { Team } from '../team/team.js';
import { checkOrigin, isSafe, refuseForeignOrigin } from './origin.js';
import { identify, identifyWriter, type Principal, projectOfKey } from './principal.js';

/** Who may call a route. */
type Access =
  /** Anyone. */
  | 'public'
  /** Holders of a write key, or anyone on this machine if no key is required. */
  | 'ingest'
  /** A vendor's client; the route itself looks for the key once it has read the body. */
  | 'client'
  /** Members of the named project, or its administrators. */
  | ProjectAccess
  /** Anyone who may see a project. */
  | 'reader'
  /** An administrator of the server, or anyone on this machine on a collector without accounts. */
  | 'server-administrator'
  /** Any signed-in person. */
  | 'account'
  /** A signed-in administrator of the server. */
  | 'account-administrator'
  /** Anyone who may see a project, also with --ingest-only. */
  | 'metrics'
  /** The operator of the server, over the operator socket; others get `not_found`. */
  | 'operator';

/** The path or the parameter `project` names the project. */
interface ProjectAccess {
  project: Role;
  /** Access if no project is named. Default: the request is about the only visible project. */
  otherwise?: 'server-administrator';
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** Who sends it; `anonymous` on a public route until it identifies the sender. */
    principal: Principal;
    /**
     * The project it is about, if the route's access names one: the only one it may read or write.
     */
    project: string;
    /**
     * Checks again whether the request is allowed, and sets `principal` and `project`; throws if
     * not.
     */
    checkAccess(): void;
  }
}

export interface AccessOptions {
  getTeam: () => Team;
  /** Only the operator may use routes other than public ones and ingestion. */
  ingestOnly: boolean;
  /** The origin that people use; absent: the one that a request names. */
  publicUrl: string | undefined;
}

/**
 * Lets a request through to its route only if the route's `config.access` allows the sender.
 *
 * A route that does not declare its access fails at start.
 */
export function guardAccess(app: FastifyInstance, options: AccessOptions): void {
  const { getTeam, ingestOnly, publicUrl } = options;
  app.decorateRequest('principal');
  app.decorateRequest('project', '');
  requireAccess(app);
  const check = (request: FastifyRequest) => {
    request.principal = { kind: 'anonymous' };
    if (request.is404) return;
    const { access } = request.routeOptions.config;
    if (access === undefined) throw new Error(`${request.routeOptions.url} has no access`);
    if (access === 'public') {
      checkOrigin(request, { publicUrl, needsProof: false });
      return;
    }
    if (access === 'client') {
      refuseForeignOrigin(request, publicUrl);
      return;
    }
    if (access === 'ingest') {
      refuseForeignOrigin(request, publicUrl);
      try {
        request.principal = identifyWriter(getTeam(), request.raw);
        request.project = writableProject(request.principal);
      } catch (error) {
        // So that its project can see that the key is refused.
        request.project = projectOfKey(getTeam(), request.raw);
        throw error;
      }
      return;
    }
    if ((access === 'operator' || (ingestOnly && access !== 'metrics')) && !request.isOperator) {
      const detail = `${request.method} ${request.url.slice(0, 200)}`;
      throw new SondeError('not_found', { detail });
    }
    if (access === 'operator') {
      request.principal = { kind: 'operator' };
      return;
    }
    const team = getTeam();
    request.principal = identify(team, request, publicUrl);
    const { kind } = request.principal;
    if (kind === 'account') checkOrigin(request, { publicUrl, needsProof: true });
    if (kind === 'open' && !isSafe(request)) refuseForeignOrigin(request, publicUrl);
    if (typeof access === 'object') request.project = allowedProject(team, request, access);
    else checkAccess(request.principal, access === 'metrics' ? 'reader' : access);
  };
  app.decorateRequest('checkAccess', function checkAgain() {
    check(this);
  });
  app.addHook('onRequest', async (request) => check(request));
  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode !== 401 || request.routeOptions.config.takesPassword !== true) return;
    // Feed readers ask for a password only then.
    reply.header('www-authenticate', 'Basic realm="Sonde", charset="UTF-8"');
  });
  // Again once the body has arrived: a right may have been withdrawn meanwhile. Without a promise,
  // so that nothing runs between this and the handler.
  app.addHook('preHandler', (request, _reply, done) => {
    check(request);
    done();
  });
}

/** Makes the start fail if a route does not declare its access. */
function requireAccess(app: FastifyInstance): void {
  const routes: RouteOptions[] = [];
  app.addHook('onRoute', (route) => {
    routes.push(route);
  });
  app.addHook('onReady', async () => {
    for (const { method, url, config } of routes) {
      if (config?.access !== undefined) continue;
      throw new Error(`${method} ${url} does not declare its access in config.access`);
    }
  });
}

/** The project of events that a principal sends. Throws `read_key_cannot_write`. */
export function writableProject(principal: Principal): string {
  if (principal.kind !== 'key') return 'default';
  if (principal.key.kind === 'write') return principal.key.project;
  throw new SondeError('read_key_cannot_write');
}

/**
 * The project that a request is about; one that the sender may not see looks like one that does not
 * exist.
 */
function allowedProject(
  team: Team,
  request: FastifyRequest,
  { project: needed, otherwise }: ProjectAccess,
): string {
  const { principal } = request;
  checkAccess(principal, 'reader');
  const requested = requestedProject(request);
  if (requested === undefined && otherwise !== undefined) {
    checkAccess(principal, otherwise);
    return '';
  }
  const project = requested ?? impliedProject(team, principal);
  const role = findProject(team, project) && roleOf(principal, project);
  if (role === undefined) {
    throw new SondeError('project_not_found', { detail: project.slice(0, 80) });
  }
  if (principal.kind === 'key' && !isSafe(request)) {
    throw new SondeError('role_insufficient', { detail: 'a read key can only read' });
  }
  if (needed === 'administrator' && role !== 'administrator') {
    throw new SondeError('role_insufficient', { detail: `administrator of ${project}` });
  }
  return project;
}

/** The project in the path or query; naming it twice is an error. */
function requestedProject({ params, query }: FastifyRequest): string | undefined {
  for (const values of [params, query] as { project?: unknown }[]) {
    if (values === null || typeof values !== 'object' || !('project' in values)) continue;
    const { project } = values;
    if (typeof project === 'string') return project;
    throw new SondeError('parameter_invalid', { detail: 'project must be given once' });
  }
  return undefined;
}

/** The only project the principal can see, or `default`. */
function impliedProject(team: Team, principal: Principal): string {
  const visible = listProjects(team).filter(({ id }) => roleOf(principal, id) !== undefined);
  const [first] = visible;
  if (visible.length === 1 && first !== undefined) return first.id;
  if (visible.some(({ id }) => id === 'default')) return 'default';
  throw new SondeError('parameter_invalid', { detail: 'project is missing' });
}

/** The principal's role in an existing project; undefined if the principal may not see it. */
function roleOf(principal: Principal, project: string): Role | undefined {
  switch (principal.kind) {
    case 'account':
      return roleIn(principal.account, project);
    case 'key':
      return principal.key.project === project ? 'member' : undefined;
    case 'open':
    case 'operator':
      return 'administrator';
    case 'anonymous':
      return undefined;
  }
}

function checkAccess(
  principal: Principal,
  access: 'reader' | 'server-administrator' | 'account' | 'account-administrator',
): void {
  switch (principal.kind) {
    case 'operator':
      return;
    case 'open':
      if (access === 'account' || access === 'account-administrator') {
        throw new SondeError('accounts_needed');
      }
      return;
    case 'key':
      if (principal.key.kind === 'write') throw new SondeError('write_key_cannot_read');
      if (access === 'reader') return;
      throw new SondeError('role_insufficient', { detail: 'a read key can only read' });
    case 'account':
      if (access.endsWith('administrator') && !principal.account.administrator) {
        throw new SondeError('role_insufficient', { detail: 'server administrator' });
      }
      return;
    case 'anonymous':
      throw new SondeError('sign_in_required');
  }
}
