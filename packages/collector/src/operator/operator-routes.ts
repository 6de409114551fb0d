import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { BackupSummary, Store, StoreLeader, StoreRole } from '@sonde/store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { acceptJson } from '../json-body.js';
import { actorOf, createEntry } from '../team/audit.js';
import type { Team } from '../team/team.js';
import { version } from '../version.js';

/** What a running collector reports to its operator. */
export interface OperatorStatus {
  version: string;
  pid: number;
  started_at: string;
  role: StoreRole;
  /** Null with the embedded store, or if the store cannot be read. */
  leader: StoreLeader | null;
  overflow: { events: number; unreadable_files: number };
}

const BackupBody = Type.Object(
  { directory: Type.String({ minLength: 1 }), base: Type.Optional(Type.String({ minLength: 1 })) },
  { additionalProperties: false },
);

/** Routes for the operator only; others get `not_found`. */
export function registerOperatorRoutes(
  instance: FastifyInstance,
  { getStore, getTeam }: { getStore: () => Store; getTeam: () => Team },
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  acceptJson(app, { bodyBytesMax: 20_000 });

  app.get(
    '/api/v1/operator',
    { config: { access: 'operator', everywhere: true }, schema: { hide: true } },
    async (): Promise<OperatorStatus> => {
      const store = getStore();
      const { events, unreadableFiles } = store.overflow;
      return {
        version,
        pid: process.pid,
        started_at: new Date(performance.timeOrigin).toISOString(),
        role: store.role,
        // The rest must be known when the store is away, too.
        leader: await store.findLeader().catch(() => null),
        overflow: { events, unreadable_files: unreadableFiles },
      };
    },
  );

  app.post(
    '/api/v1/operator/backups',
    { config: { access: 'operator' }, schema: { hide: true, body: BackupBody } },
    async (request, reply): Promise<BackupSummary> => {
      const { directory, base } = request.body;
      await audit(request, directory, base);
      // The command may be interrupted; an unfinished backup is then removed.
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return getStore().backup({
        directory,
        version,
        signal: gone.signal,
        ...(base === undefined ? {} : { base }),
      });
    },
  );

  /**
   * Written before the act. A backup is most important when nothing can be written any more, so it
   * is made even if this fails.
   */
  async function audit(request: FastifyRequest, directory: string, base = ''): Promise<void> {
    const act = {
      action: 'backup.create',
      subject: directory,
      detail: base === '' ? {} : { base },
    };
    try {
      const team = getTeam();
      await team.directory.commit([], [createEntry(team.now(), actorOf(request), act)]);
    } catch (error) {
      request.log.warn({ err: error }, 'The backup could not be noted in the audit log');
    }
  }
}
