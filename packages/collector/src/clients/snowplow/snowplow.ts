import type { ClientFamily, ClientRequest, ClientRoute } from '../client-family.js';
import { refuseAsJson } from '../refuse-as-json.js';
import { readSnowplowRequest } from './read-snowplow-request.js';

const common = {
  read: readSnowplowRequest,
  accept: () => ({ status: 200, body: 'ok' }),
  refuse: refuseAsJson,
} satisfies Partial<ClientRoute>;

const path = '/com.snowplowanalytics.snowplow/tp2';

/** Snowplow's trackers: batches by POST, single events by GET. `/i` is also Countly's. */
export const snowplow: ClientFamily = {
  name: 'snowplow',
  routes: [
    { method: 'POST', path, ...common },
    { method: 'GET', path, ...common },
    { method: 'POST', path: '/i', matches, ...common },
    { method: 'GET', path: '/i', matches, ...common },
  ],
};

/** A body may be truncated JSON; Countly's clients send forms. */
function matches(request: ClientRequest): boolean {
  return request.method === 'GET'
    ? request.query.has('e')
    : /^\s*\{/.test(request.readText() ?? '');
}
