import { errorTable } from '@sonde/protocol';
import type { ClientFamily, ClientRequest, ClientResponse, ClientRoute } from '../client-family.js';
import { readMixpanelRequest } from './read-mixpanel-request.js';

const answers = {
  // The client compares the whole body with `1`, whatever the status.
  accept: (request) => answer(request, 200, null),
  refuse: ({ code, detail }, request) => {
    const { status, title } = errorTable[code];
    return answer(request, status ?? 500, detail === undefined ? title : `${title} ${detail}`);
  },
} satisfies Partial<ClientRoute>;

const paths = ['/track', '/engage', '/groups', '/import'] as const;

/** Mixpanel's clients: single events by GET, batches by POST. */
export const mixpanel: ClientFamily = {
  name: 'mixpanel',
  routes: paths.flatMap((path): ClientRoute[] => [
    { method: 'GET', path, read: readMixpanelRequest, ...answers },
    { method: 'POST', path, read: readMixpanelRequest, ...answers },
  ]),
};

function answer(
  request: Pick<ClientRequest, 'query'> | undefined,
  status: number,
  error: string | null,
): ClientResponse {
  const isVerbose = request?.query.get('verbose') === '1';
  if (!isVerbose) return { status, body: error === null ? '1' : '0', type: 'text/plain' };
  return { status, body: { status: error === null ? 1 : 0, error } };
}
