import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { createCollector } from '../collector.js';
import { operator } from '../team/audit.js';
import { createSetupLink } from '../team/links.js';
import { openTeam } from '../team/open-team.js';
import type { Team } from '../team/team.js';
import { expectMade } from './closed-server.js';
import { createTestDirectory } from './collector-process.js';
import { createVisitor, tokenOf, type Visitor } from './visitor.js';

export const password = 'correct horse battery';

/** A collector with accounts, for the tests of one file. */
export interface AccountsServer {
  open(): Promise<void>;
  close(): Promise<void>;
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly team: Team;
  /** An administrator of the server, signed in: the one that creates members. */
  root: Visitor;
  /** The clock of the collector. */
  now(): number;
  /** Moves that clock. */
  passTime(ms: number): void;
  /** Each has an address of its own. */
  createBrowser(): Visitor;
  /** Creates the first account, Ada's, which becomes `root`. */
  createRoot(): Promise<void>;
  signIn(email: string, secret?: string): Promise<Visitor>;
  /** A new account with these roles, signed in. */
  createMember(projects: object, name?: string): Promise<{ visitor: Visitor; email: string }>;
  /** Opens a one-time link and submits its form. */
  useLink(link: string): ReturnType<Visitor['ask']>;
}

/** Creates it closed: whatever else it has works once it is open. */
export function createAccountsServer(): AccountsServer {
  const directory = createTestDirectory();
  let opened: Pick<AccountsServer, 'app' | 'store' | 'team'>;
  let passedMs = 0;
  let count = 0;

  const now = () => Date.now() + passedMs;
  const createBrowser = () => {
    count += 1;
    return createVisitor(opened.app, { address: `198.51.100.${count}` });
  };
  const server: AccountsServer = {
    async open() {
      const store = await openEmbeddedStore({ directory: directory.path('data') });
      const team = await openTeam({ store, requireAccounts: true, now });
      const app = await createCollector({ store, team: () => team, requireAccounts: true });
      opened = { app, store, team };
    },
    async close() {
      await opened.app.close();
      await opened.team.close();
      await opened.store.close();
      directory.remove();
    },
    get app() {
      return opened.app;
    },
    get store() {
      return opened.store;
    },
    get team() {
      return opened.team;
    },
    root: undefined as unknown as Visitor,
    now,
    passTime(ms) {
      passedMs += ms;
    },
    createBrowser,
    async createRoot() {
      const token = await createSetupLink(opened.team, operator);
      server.root = createBrowser();
      const ada = { name: 'Ada', email: 'ada@example.org', password };
      await expectMade(server.root.ask('POST', '/links/use', { token, ...ada }));
    },
    async signIn(email, secret = password) {
      const visitor = createBrowser();
      await expectMade(visitor.ask('POST', '/session', { email, password: secret }));
      return visitor;
    },
    async createMember(projects, name = 'Mia') {
      count += 1;
      const email = `person-${count}@example.org`;
      const invitation = server.root.ask('POST', '/invitations', { email, projects });
      const token = tokenOf((await expectMade(invitation)).link);
      const visitor = createBrowser();
      await expectMade(visitor.ask('POST', '/links/use', { token, name, password }));
      return { visitor, email };
    },
    useLink: (link) =>
      createBrowser().ask('POST', '/links/use', { token: tokenOf(link), name: 'New', password }),
  };
  return server;
}

/** The status and the code of a response. */
export const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [
  status,
  body.code,
];
