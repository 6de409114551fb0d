import { createHash } from 'node:crypto';
import type { ClientFamily, ClientRequest } from '../client-family.js';
import { asObject } from '../client-values.js';
import { refuseAsJson } from '../refuse-as-json.js';
import { readOpenpanelRequest } from './read-openpanel-request.js';

/** OpenPanel's clients. Their path is also Mixpanel's. */
export const openpanel: ClientFamily = {
  name: 'openpanel',
  routes: [
    {
      method: 'POST',
      path: '/track',
      matches,
      repeats: true,
      read: readOpenpanelRequest,
      // Never 204: the client takes it for a failure and repeats.
      accept: ({ headers }) => ({
        status: 200,
        body: {
          deviceId: derive('device', headers['openpanel-client-id']),
          sessionId: derive('session', headers['openpanel-client-id']),
        },
      }),
      refuse: refuseAsJson,
    },
  ],
};

function matches(request: ClientRequest): boolean {
  if (request.headers['openpanel-client-id'] !== undefined) return true;
  const body = asObject(request.readJson());
  return typeof body?.type === 'string' && body.payload !== undefined;
}

/** The client expects ids. They say nothing about the person: all of a project have the same. */
function derive(kind: string, clientId: string | string[] | undefined): string {
  return createHash('sha256').update(`${kind} ${clientId}`).digest('hex').slice(0, 32);
}
