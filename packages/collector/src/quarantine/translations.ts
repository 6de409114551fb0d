import type { Json } from '@sonde/protocol';
import type {
  ClientBatch,
  ClientEvent,
  ClientFamily,
  ClientRequest,
} from '../clients/client-family.js';
import { describeRequest } from '../clients/describe-request.js';
import { families } from '../clients/families.js';
import { eventsMax, TooManyParts } from '../clients/parse-json.js';
import { UnreadableEvent } from '../clients/unreadable-event.js';

/** What a family of clients sent, as its quarantined body has it. */
interface ClientContent {
  /** Without the query. */
  path: string;
  content: Json;
  /** When it arrived, in milliseconds since 1970. */
  receivedAt: number;
}

/**
 * Reads what a family of clients sent: the events in it, in the form of `POST /ingest`. Undefined if
 * any of them still cannot be read.
 */
export type TranslateBody = (content: ClientContent) => readonly ClientEvent[] | undefined;

/** By the family's name, as quarantined bodies have it in `client`. */
export const translations: ReadonlyMap<string, TranslateBody> = new Map(
  families.map((family) => [family.name, (content) => readAgain(family, content)]),
);

function readAgain(family: ClientFamily, sent: ClientContent): ClientEvent[] | undefined {
  const request = rebuildRequest(sent);
  const events = readEvents(family, request);
  if (events.length === 0 || events.length > eventsMax) return undefined;
  const read = events.filter((event): event is ClientEvent => !(event instanceof UnreadableEvent));
  return read.length === events.length ? read : undefined;
}

function readEvents(family: ClientFamily, request: ClientRequest): ClientBatch['events'] {
  const place = request.path.replace(/(?<=.)\/$/, '');
  try {
    const route = family.routes.find(
      ({ method, path, matches }) =>
        method === request.method && isPlace(path, place) && (matches?.(request) ?? true),
    );
    return route?.read(request).events ?? [];
  } catch (error) {
    if (error instanceof TooManyParts) return [];
    throw error;
  }
}

/** The request that had this content; a single event becomes a request of its own. */
function rebuildRequest({ path, content, receivedAt }: ClientContent): ClientRequest {
  const { query, text, base64 } =
    typeof content === 'object' && content !== null && !Array.isArray(content) ? content : {};
  const body =
    typeof base64 === 'string'
      ? Buffer.from(base64, 'base64')
      : Buffer.from(typeof text === 'string' ? text : JSON.stringify(content));
  const parameter = path.split('/').findLast((part) => part !== '') ?? '';
  const about = { path, parameter, headers: {}, receivedAt };
  return typeof query === 'string'
    ? describeRequest({ ...about, method: 'GET', rawQuery: query, body: Buffer.alloc(0) })
    : describeRequest({ ...about, method: 'POST', rawQuery: '', body });
}

/** Whether a path is one of a route, which may end in a parameter. */
function isPlace(path: string, place: string): boolean {
  const start = path.indexOf('/:');
  return start < 0 ? path === place : place.startsWith(path.slice(0, start + 1));
}
