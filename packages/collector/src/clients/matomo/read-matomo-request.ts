import type { Json } from '@sonde/protocol';
import type { ClientBatch, ClientRequest } from '../client-family.js';
import { asObject } from '../client-values.js';
import { findKeyInText } from '../find-key-in-text.js';
import { contentOf, notJson, wrongShape } from '../request-content.js';
import { UnreadableEvent } from '../unreadable-event.js';
import { readMatomoEvent } from './read-matomo-event.js';

type JsonObject = { [name: string]: Json };

/** Whether a request has several events: `{"requests": ["?idsite=1&rec=1&…"]}`. */
export function isBulk(request: ClientRequest): boolean {
  return request.readJson() !== undefined;
}

/** An event as a query or a form, or several as JSON. */
export function readMatomoRequest(request: ClientRequest): ClientBatch {
  return isBulk(request) ? readBulk(request) : readSingle(request);
}

function readBulk(request: ClientRequest): ClientBatch {
  const body = asObject(request.readJson());
  const inQuery = parse(request.rawQuery);
  const requests = body?.requests;
  if (!Array.isArray(requests)) {
    const key = findKey(body, inQuery) ?? findKeyInLines(request);
    return wrongShape(request, key, 'requests is not a list');
  }
  const all = requests.map((value) => (typeof value === 'string' ? parse(value) : asObject(value)));
  return {
    key: findKey(body, inQuery),
    eventKeys: all.map((parameters) => findKey(parameters, body, inQuery)),
    events: all.map((parameters, index) =>
      parameters === undefined
        ? new UnreadableEvent('event_not_object', 'in requests', requests[index] ?? null)
        : readMatomoEvent(parameters, requests[index] ?? null),
    ),
  };
}

function readSingle(request: ClientRequest): ClientBatch {
  const inQuery = parse(request.rawQuery);
  const text = request.readText();
  const form = text === undefined ? undefined : readForm(text);
  if (form === undefined) {
    return notJson(request, findKey(inQuery) ?? findKeyInLines(request));
  }
  const parameters = { ...inQuery, ...form };
  return { key: findKey(parameters), events: [readMatomoEvent(parameters, contentOf(request))] };
}

/** The key in JSON that is not complete or has another shape, also within its lines. */
function findKeyInLines(request: ClientRequest): string | undefined {
  const text = request.readText();
  const line = (name: string) =>
    parse(new RegExp(`[?&]${name}=[^&"\\\\]*`).exec(text ?? '')?.[0] ?? '');
  return findKey(
    { idsite: findKeyInText(text, 'idsite') ?? null },
    line('idsite'),
    { token_auth: findKeyInText(text, 'token_auth') ?? null },
    line('token_auth'),
  );
}

/** Undefined if it is no form; an empty one has no parameters. */
function readForm(text: string): JsonObject | undefined {
  return text === '' || /^[\w.%[\]]+=/.test(text) ? parse(text) : undefined;
}

function parse(query: string): JsonObject {
  return Object.fromEntries(new URLSearchParams(query.slice(query.indexOf('?') + 1)));
}

/**
 * The id of the site or the token of the API. A site of Matomo has a number, which is no key: then
 * the key is the token.
 *
 * @param places Parameters that may have them.
 */
function findKey(...places: (JsonObject | undefined)[]): string | undefined {
  const sites = places.map((place) => place?.idsite).filter((id) => typeof id === 'string');
  const tokens = places.map((place) => place?.token_auth);
  return sites.find((id) => /\D/.test(id)) ?? tokens.find((token) => typeof token === 'string');
}
