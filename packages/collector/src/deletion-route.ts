import { createHash } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  anonymousIdOf,
  type DeletionReceipt,
  deletionSecretPattern,
  SondeError,
} from '@sonde/protocol';
import type { Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { problems, refer } from './api/response-schemas.js';
import type { Forwarders } from './forwarders/forwarders.js';
import { acceptJson } from './json-body.js';

export const deletionPath = '/api/v1/deletions';

const bodyBytesMax = 2_000;

const DeletionBody = Type.Object(
  {
    anonymous_id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
    secret: Type.String({
      pattern: deletionSecretPattern.source,
      description: 'Secret of the installation, from which its anonymous id is derived',
    }),
  },
  { additionalProperties: false },
);

/**
 * `POST /api/v1/deletions`: an installation deletes the events it sent. The secret alone authorises
 * it, so no response reveals anything about other installations.
 */
export function registerDeletionRoute(
  instance: FastifyInstance,
  dependencies: {
    getStore: () => Store;
    getForwarders: () => Forwarders;
  },
): void {
  acceptJson(instance, { bodyBytesMax });
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.post(
    deletionPath,
    {
      config: { access: 'ingest' },
      schema: {
        operationId: 'deleteEvents',
        summary: 'Deletes all events of one installation; 200 when they are deleted',
        tags: ['ingest'],
        security: [{ write_key: [] }, { bearer: [] }],
        body: DeletionBody,
        response: {
          200: refer('DeletionReceipt', 'The receipt'),
          ...problems(400, 401, 403, 408, 413, 415, 429, 500, 503),
        },
      },
    },
    async (request): Promise<DeletionReceipt> => {
      const { anonymous_id, secret } = request.body;
      if (anonymousIdOf(createHash('sha256').update(secret).digest('hex')) !== anonymous_id) {
        throw new SondeError('deletion_not_authorised');
      }
      const { project } = request;
      const forwarders = dependencies.getForwarders();
      const { id, events, finished_at } = await dependencies.getStore().life.deletePerson(
        project,
        { anonymous_id },
        {
          ...{ requestedBy: 'installation', refusesLater: true, secret },
          forwarders: forwarders.planDeletion(project, { isUser: false, hasSecret: true }),
        },
      );
      forwarders.expectDeletion(project);
      if (finished_at === null || events === null) {
        throw new SondeError('store_unavailable', {
          detail: 'the events are being deleted; repeat the request later',
        });
      }
      return { id, anonymous_id, events_deleted: events, at: finished_at };
    },
  );
}
