import type { ClientBatch, ClientRequest } from '../client-family.js';
import { asObject } from '../client-values.js';
import { notJson, wrongShape } from '../request-content.js';
import { readOpenpanelCall } from './read-openpanel-call.js';

/** One call of the client. */
export function readOpenpanelRequest(request: ClientRequest): ClientBatch {
  const key = header(request, 'openpanel-client-secret') || header(request, 'openpanel-client-id');
  const json = request.readJson();
  if (json === undefined) return notJson(request, key);
  const call = asObject(json);
  if (call === undefined) return wrongShape(request, key, 'not an object');
  return { key, events: [readOpenpanelCall(call)] };
}

function header({ headers }: ClientRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}
