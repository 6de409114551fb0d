import { createHash } from 'node:crypto';
import type { ExportedEvent } from '@sonde/analytics';
import { type EmbeddedStoreOptions, openEmbeddedStore, queries, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { type CollectorOptions, createCollector } from '../collector.js';
import { openTeam } from '../team/open-team.js';
import type { Team } from '../team/team.js';
import { createTestDirectory } from './collector-process.js';

/** A collector with one project and one write key, for the tests of a family of clients. */
export interface ClientServer {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly key: string;
  open(
    options?: Partial<CollectorOptions>,
    storeOptions?: Partial<EmbeddedStoreOptions>,
  ): Promise<void>;
  close(): Promise<void>;
  /** Sends a request as a client would; returns the status, the headers and the text. */
  send(
    method: 'GET' | 'POST',
    url: string,
    request?: { headers?: Record<string, string>; body?: string | Buffer | object },
  ): Promise<{ status: number; type: string; text: string; cacheControl: unknown }>;
  /** All stored events, oldest first, each once. */
  events(project?: string): Promise<ExportedEvent[]>;
  /** The codes of the quarantined events. */
  quarantined(project?: string): Promise<{ code: string; events: number }[]>;
}

/** The write key of the project `orbit`. */
export const clientKey = 'a-key-of-the-test';

/** Creates it closed. */
export function createClientServer(): ClientServer {
  const directory = createTestDirectory();
  const key = clientKey;
  const hash = `sha256:${createHash('sha256').update(key).digest('hex')}`;
  let opened: { app: FastifyInstance; store: Store; team: Team };
  const projects = ['orbit', 'nightly'].map((id) => ({ id, title: id, retentionMonths: null }));
  return {
    key,
    get app() {
      return opened.app;
    },
    get store() {
      return opened.store;
    },
    async open(options = {}, storeOptions = {}) {
      const data = directory.path('data');
      const store = await openEmbeddedStore({ directory: data, ...storeOptions });
      const keys = [{ hash, project: 'orbit', kind: 'write' as const, name: null }];
      const team = await openTeam({ store, declared: { projects, keys } });
      const app = await createCollector({ store, team: () => team, ...options });
      opened = { app, store, team };
    },
    async close() {
      await opened.app.close();
      await opened.team.close();
      await opened.store.close();
      directory.remove();
    },
    async send(method, url, { headers = {}, body } = {}) {
      const isObject = typeof body === 'object' && !Buffer.isBuffer(body);
      const payload = isObject ? JSON.stringify(body) : body;
      const response = await opened.app.inject({
        method,
        url,
        headers,
        ...(payload !== undefined && { payload }),
      });
      return {
        status: response.statusCode,
        type: String(response.headers['content-type']),
        text: response.body,
        cacheControl: response.headers['cache-control'],
      };
    },
    async events(project = 'orbit') {
      const found: ExportedEvent[] = [];
      for await (const event of opened.store.exportEvents(project, {})) found.push(event);
      return found;
    },
    async quarantined(project = 'orbit') {
      return (await opened.store.query(queries.quarantine, { project })).codes;
    },
  };
}
