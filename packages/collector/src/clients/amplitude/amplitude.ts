import type { SondeError } from '@sonde/protocol';
import type { ClientBatch, ClientFamily, ClientRequest, ClientRoute } from '../client-family.js';
import { refuseAsJson } from '../refuse-as-json.js';
import { isAmplitudeBatch, readAmplitudeRequest } from './read-amplitude-request.js';

/** Amplitude's clients read `code` in the body, not the status; without a number they try again. */
const answers = {
  accept: (request: ClientRequest, { events }: ClientBatch) => ({
    status: 200,
    body: {
      code: 200,
      events_ingested: events.length,
      payload_size_bytes: request.body.length,
      server_upload_time: request.receivedAt,
    },
  }),
  refuse: (error: SondeError) => {
    const { status, body } = refuseAsJson(error);
    if (status !== 401 && status !== 403) return { status, body };
    // Only an error that begins like this keeps the clients from sending the batch 12 times.
    return { status: 400, body: { ...body, code: 400, error: `Invalid API key: ${body.error}` } };
  },
} satisfies Partial<ClientRoute>;

/** `@amplitude/analytics-node`, and Amplitude's HTTP APIs as others call them. */
export const amplitude: ClientFamily = {
  name: 'amplitude',
  routes: [
    {
      method: 'POST',
      path: '/2/httpapi',
      read: (request) => readAmplitudeRequest(request),
      ...answers,
    },
    {
      method: 'POST',
      path: '/batch',
      matches: isAmplitudeBatch,
      read: (request) => readAmplitudeRequest(request),
      ...answers,
    },
    // The first version of the API, with forms.
    {
      method: 'POST',
      path: '/httpapi',
      read: (request) => readAmplitudeRequest(request),
      ...answers,
    },
    {
      method: 'POST',
      path: '/identify',
      read: (request) => readAmplitudeRequest(request, '$identify'),
      ...answers,
    },
    {
      method: 'POST',
      path: '/groupidentify',
      read: (request) => readAmplitudeRequest(request, '$groupidentify'),
      ...answers,
    },
  ],
};
