import type { ClientFamily } from '../client-family.js';
import { refuseAsJson } from '../refuse-as-json.js';
import { readUmamiRequest } from './read-umami-request.js';

/** `@umami/node`. It never repeats a request, and gives the response to its caller as it is. */
export const umami: ClientFamily = {
  name: 'umami',
  routes: [
    {
      method: 'POST',
      path: '/api/send',
      read: readUmamiRequest,
      accept: () => ({ status: 200, body: { ok: true } }),
      refuse: refuseAsJson,
    },
  ],
};
