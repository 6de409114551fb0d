import { bearerToken } from '../authorization.js';
import type { ClientBatch, ClientRequest } from '../client-family.js';
import { asObject } from '../client-values.js';

/** A request for flags: it has no events. */
export function readFlagRequest(request: ClientRequest): ClientBatch {
  const body = asObject(request.readJson());
  const inBody = body?.token ?? body?.api_key;
  const key =
    (typeof inBody === 'string' ? inBody : undefined) ??
    // Beside the project's key in the query, the header has a personal one.
    request.query.get('token') ??
    bearerToken(request.headers);
  return { key, events: [] };
}
