import type { Json } from '@sonde/protocol';
import type { ClientFamily, ClientRequest, ClientResponse, ClientRoute } from '../client-family.js';
import { asObject } from '../client-values.js';
import { refuseAsJson } from '../refuse-as-json.js';
import { readFlagRequest } from './read-flag-request.js';
import { readPosthogRequest } from './read-posthog-request.js';

const answers = {
  // A body at `/batch` that cannot be read may be Amplitude's, whose clients need `code`.
  accept: () => ({ status: 200, body: { status: 'Ok', code: 200 } }),
  refuse: refuseAsJson,
} satisfies Partial<ClientRoute>;

const eventPaths = ['/batch', '/capture', '/e', '/i/v0/e', '/i/v0/ai/batch'] as const;

const noFlags = {
  flags: {},
  featureFlags: {},
  featureFlagPayloads: {},
  errorsWhileComputingFlags: false,
};
const noDefinitions = { flags: [], group_type_mapping: {}, cohorts: {} };

/** `posthog-node`, and the forms of older clients. */
export const posthog: ClientFamily = {
  name: 'posthog',
  routes: [
    ...eventPaths.map(
      (path): ClientRoute => ({ method: 'POST', path, read: readPosthogRequest, ...answers }),
    ),
    { method: 'GET', path: '/e', read: readPosthogRequest, ...answers },
    { method: 'GET', path: '/capture', read: readPosthogRequest, ...answers },
    {
      method: 'POST',
      path: '/i/v1/analytics/events',
      read: readPosthogRequest,
      accept: (request) => ({ status: 200, body: { results: listResults(request) } }),
      refuse: refuseAsJson,
    },
    // Sonde has no flags: a client that asks for them gets none, and no error.
    respondToFlags('POST', '/flags', noFlags),
    respondToFlags('POST', '/decide', noFlags),
    respondToFlags('GET', '/flags/definitions', noDefinitions),
    respondToFlags('GET', '/api/feature_flag/local_evaluation', noDefinitions),
    // The clients give their callers any body as the value of the flag.
    respondToFlags('GET', '/api/projects/@current/feature_flags/:flag/remote_config', 'null'),
  ],
};

function respondToFlags(
  method: 'GET' | 'POST',
  path: string,
  body: ClientResponse['body'],
): ClientRoute {
  const accept = () => ({ status: 200, body, type: 'application/json; charset=utf-8' });
  return { method, path, read: readFlagRequest, accept, refuse: refuseAsJson };
}

/** Every event is stored or quarantined; `drop` would be an error in the user's program. */
function listResults(request: ClientRequest): { [uuid: string]: Json } {
  const events = asObject(request.readJson())?.batch;
  const ids = (Array.isArray(events) ? events : []).map((event) => asObject(event)?.uuid);
  return Object.fromEntries(
    ids.flatMap((id) => (typeof id === 'string' ? [[id, { result: 'ok' }]] : [])),
  );
}
