import type { ClientFamily, ClientRoute } from '../client-family.js';
import { refuseAsJson } from '../refuse-as-json.js';
import { readBulkRequest, readCountlyRequest, readFetchRequest } from './read-countly-request.js';

const methods = ['GET', 'POST'] as const;
// The client repeats anything else every minute, and its queue stands.
const accept = () => ({ status: 200, body: { result: 'Success' } });

/** Countly's clients: everything by GET, or as a form if it is long. */
export const countly: ClientFamily = {
  name: 'countly',
  routes: methods.flatMap((method): ClientRoute[] => [
    { method, path: '/i', read: readCountlyRequest, accept, refuse: refuseAsJson },
    { method, path: '/i/bulk', read: readBulkRequest, accept, refuse: refuseAsJson },
    // Remote configuration, of which there is none.
    {
      method,
      path: '/o/sdk',
      read: readFetchRequest,
      accept: () => ({ status: 200, body: {} }),
      refuse: refuseAsJson,
    },
  ]),
};
