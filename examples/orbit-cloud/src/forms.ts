import type { FastifyInstance } from 'fastify';
import { CloudError } from './cloud-error.js';
import type { CloudContext } from './context.js';

/** Parses HTML forms. */
export function acceptForms(server: FastifyInstance): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_000 },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );
}

/** Refuses forms from pages of other sites. Browsers send the origin of a form. */
export function refuseForeignForms(server: FastifyInstance, { provider }: CloudContext): void {
  server.addHook('onRequest', async ({ method, headers }) => {
    if (method === 'GET') return;
    const { origin, host, 'sec-fetch-site': site } = headers;
    // A proxy may change the host, but not the browser's headers.
    const own = [`http://${host}`, `https://${host}`, (await provider).issuer];
    const isForeign =
      (origin !== undefined && !own.includes(origin)) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (isForeign) throw new CloudError('request_invalid', { detail: 'The form is not ours.' });
  });
}
