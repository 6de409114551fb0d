import type { ClientFamily, ClientRoute } from '../client-family.js';
import { refuseAsJson } from '../refuse-as-json.js';
import { readSegmentRequest } from './read-segment-request.js';

const answers = {
  // Jitsu's client expects JSON; the others look at the status alone.
  accept: () => ({ status: 200, body: { success: true } }),
  refuse: refuseAsJson,
} satisfies Partial<ClientRoute>;

const calls = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;

/**
 * Segment and what speaks its format: `@segment/analytics-node`, analytics-go,
 * `@customerio/cdp-analytics-node`, `@rudderstack/rudder-sdk-node`, `@jitsu/js`.
 */
export const segment: ClientFamily = {
  name: 'segment',
  routes: [
    { method: 'POST', path: '/v1/batch', read: readSegmentRequest, ...answers },
    { method: 'POST', path: '/v1/import', read: readSegmentRequest, ...answers },
    ...calls.map(
      (call): ClientRoute => ({
        method: 'POST',
        path: `/v1/${call}`,
        read: (request) => readSegmentRequest(request, call),
        ...answers,
      }),
    ),
    // Jitsu.
    {
      method: 'POST',
      path: '/api/s/:type',
      read: (request) => readSegmentRequest(request, request.parameter),
      ...answers,
    },
    {
      method: 'POST',
      path: '/api/s/s2s/:type',
      read: (request) => readSegmentRequest(request, request.parameter),
      ...answers,
    },
  ],
};
