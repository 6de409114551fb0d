import type { FastifyInstance } from 'fastify';
import { CloudError } from './cloud-error.js';

/** Reads what HTML forms send. */
export function acceptForms(server: FastifyInstance): void {
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16_000 },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))));
    },
  );
}

/** Refuses forms that another site's page sent. Browsers say where a form comes from. */
export function refuseForeignForms(server: FastifyInstance): void {
  server.addHook('onRequest', async ({ method, headers }) => {
    if (method === 'GET') return;
    const { origin, host, 'sec-fetch-site': site } = headers;
    const isForeign =
      (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (isForeign) throw new CloudError('request_invalid', { detail: 'The form is not ours.' });
  });
}
