import { Writable } from 'node:stream';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createCollector } from '../collector.js';
import { operator } from '../team/audit.js';
import { createSetupLink } from '../team/links.js';
import { openTeam } from '../team/open-team.js';
import { createTestDirectory } from './collector-process.js';
import { createVisitor, tokenOf, type Visitor, visitedHost } from './visitor.js';

export interface Operation {
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces. */
  path: string;
  takesProject: boolean;
  /** Names of the query parameters. */
  query: readonly string[];
}

/** A collector with accounts, the projects `mine` and `theirs`, and people in different roles. */
export interface ClosedServer {
  readonly app: FastifyInstance;
  readonly store: Store;
  /** Every operation of the OpenAPI document. */
  readonly operations: readonly Operation[];
  readonly administrator: Visitor;
  /** Sees only the project `mine`. */
  readonly member: Visitor;
  /** Keys of the project `mine`. */
  readonly readKey: string;
  readonly writeKey: string;
  /** A write key of the project `theirs`. */
  readonly foreignWriteKey: string;
  /** Secrets that must not be in any log, record, metric or response. */
  readonly secrets: ReadonlySet<string>;
  /** The whole log, at the most detailed level. */
  readLog(): string;
  /** Signs in a person with these roles. */
  join(person: { name: string; projects: object }): Promise<Visitor>;
  close(): Promise<void>;
}

const password = 'correct horse battery';

export async function createClosedServer(): Promise<ClosedServer> {
  const directory = createTestDirectory();
  const store = await openEmbeddedStore({ directory: directory.path('data') });
  const team = await openTeam({ store, requireAccounts: true });
  let logged = '';
  const log = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  });
  const logger = pino({ level: 'trace' }, log);
  // A stream says soon that there is nothing more.
  const live = { pollMs: 20, heartbeatMs: 50 };
  const app = await createCollector({
    ...{ store, team: () => team, requireAccounts: true, logger, live },
  });
  await app.ready();
  const secrets = new Set([password]);
  let people = 0;
  const visit = () => {
    people += 1;
    return createVisitor(app, { address: `198.51.100.${people}` });
  };
  const useLink = async (token: string, person: object) => {
    const visitor = visit();
    await expectMade(visitor.ask('POST', '/links/use', { token, password, ...person }));
    for (const secret of [token, ...visitor.cookies.values()]) secrets.add(secret);
    return visitor;
  };
  const token = await createSetupLink(team, operator);
  const administrator = await useLink(token, { name: 'Ada', email: 'ada@example.org' });
  for (const id of ['mine', 'theirs']) {
    await expectMade(administrator.ask('POST', '/projects', { id }));
  }
  const join = async ({ name, projects }: { name: string; projects: object }) => {
    const invitation = { email: `${name.toLowerCase()}@example.org`, projects };
    const { link } = await expectMade(administrator.ask('POST', '/invitations', invitation));
    return useLink(tokenOf(link), { name });
  };
  const createKey = async (project: string, kind: string) => {
    const response = administrator.ask('POST', `/projects/${project}/keys`, { name: kind, kind });
    const { key } = await expectMade(response);
    secrets.add(key);
    return key;
  };
  return {
    ...{ app, store, administrator, secrets, join },
    operations: listOperations(app),
    member: await join({ name: 'Mia', projects: { mine: 'member' } }),
    readKey: await createKey('mine', 'read'),
    writeKey: await createKey('mine', 'write'),
    foreignWriteKey: await createKey('theirs', 'write'),
    readLog: () => logged,
    async close() {
      await app.close();
      await team.close();
      await store.close();
      directory.remove();
    },
  };
}

/** The body of a successful response. */
export async function expectMade(response: ReturnType<Visitor['ask']>) {
  const { status, body } = await response;
  if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

function listOperations(app: FastifyInstance): Operation[] {
  const { paths } = app.swagger() as unknown as {
    paths: Record<
      string,
      Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>
    >;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      // HEAD is GET without the body.
      .filter(([method]) => method !== 'head')
      .map(([method, { operationId, parameters = [] }]) => ({
        id: operationId,
        method: method.toUpperCase() as Operation['method'],
        path,
        takesProject: parameters.some(({ name }) => name === 'project'),
        query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      })),
  );
}

/** The cookies and origin that a browser would send for a page of this collector. */
export function credentialsOf({ cookies }: Visitor): Record<string, string> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return { cookie, origin: `http://${visitedHost}` };
}
