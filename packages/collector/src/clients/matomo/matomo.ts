import type { ClientBatch, ClientFamily, ClientRequest, ClientRoute } from '../client-family.js';
import { refuseAsJson } from '../refuse-as-json.js';
import { isBulk, readMatomoRequest } from './read-matomo-request.js';

/** A transparent image of one pixel. */
const image = 'GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\0;';

const answers = {
  // The client takes 202 for an error.
  accept: (request: ClientRequest, { events }: ClientBatch) =>
    isBulk(request)
      ? { status: 200, body: { status: 'success', tracked: events.length, invalid: 0 } }
      : { status: 200, body: image, type: 'image/gif' },
  refuse: refuseAsJson,
} satisfies Partial<ClientRoute>;

/** `matomo-tracker`, and Matomo's HTTP API under its present and its former name. */
export const matomo: ClientFamily = {
  name: 'matomo',
  routes: ['/matomo.php', '/piwik.php'].flatMap((path): ClientRoute[] => [
    { method: 'GET', path, read: readMatomoRequest, ...answers },
    { method: 'POST', path, read: readMatomoRequest, ...answers },
  ]),
};
