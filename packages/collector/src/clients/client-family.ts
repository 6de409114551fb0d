import type { IncomingHttpHeaders } from 'node:http';
import type { Json, SondeError } from '@sonde/protocol';
import type { UnreadableEvent } from './unreadable-event.js';

/** The clients of one vendor, or of several that share a wire format. */
export interface ClientFamily {
  /** For example `segment`; names the family in quarantined bodies and in metrics. */
  name: string;
  routes: readonly ClientRoute[];
}

/** A path that the clients of a family send to. */
export interface ClientRoute {
  method: 'GET' | 'POST';
  /** Without a slash at the end; both forms are served. May end in a parameter, like `/x/:type`. */
  path: string;
  /**
   * Whether a request is of this family; needed if families share a path. The first family that
   * matches gets the request. Default: it is.
   */
  matches?(request: ClientRequest): boolean;
  /**
   * Whether the clients send a request again if they got no response, with events that have no ids.
   * Otherwise an equal request has new events. Default false.
   */
  repeats?: true;
  /**
   * Finds the key and the events in a request. Throws nothing but `TooManyParts`, whatever the
   * content.
   */
  read(request: ClientRequest): ClientBatch;
  /** The response after which this client forgets the events. It is sent once they are on disk. */
  accept(request: ClientRequest, batch: ClientBatch): ClientResponse;
  /** The response if nothing was stored: the one that makes this client retry, if there is one. */
  refuse(error: SondeError, request: Pick<ClientRequest, 'query'> | undefined): ClientResponse;
}

/** A request of a vendor's client; its body has been read and decompressed. */
export interface ClientRequest {
  method: 'GET' | 'POST';
  /** As it was sent, without the query. */
  path: string;
  /** The value of the path's parameter; empty if it has none. */
  parameter: string;
  /** Without `?`, as it was sent. */
  rawQuery: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body as text; undefined if it is not UTF-8. */
  readText(): string | undefined;
  /** The body as JSON, whatever its type says; undefined if it is not JSON. Long lists are cut. */
  readJson(): Json | undefined;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

export interface ClientBatch {
  /** The key, from wherever the client put it; undefined or empty: none. */
  key: string | undefined;
  /**
   * Whether the key may be something else, like the name of an app; then it counts as none if there
   * is a place for events without a key. Default false.
   */
  isKeyGuessed?: boolean;
  /**
   * The key of each event, for clients that put it there; undefined or empty: the one above, or else
   * the first of these. Every event is stored in the project of its own key. Default: all have the
   * one above.
   */
  eventKeys?: readonly (string | undefined)[];
  /** In the order in which they were sent. */
  events: readonly (ClientEvent | UnreadableEvent)[];
}

/** An event in the form of `POST /ingest`. */
export type ClientEvent = { [field: string]: Json };

export interface ClientResponse {
  status: number;
  /** Text, or a value that is sent as JSON. */
  body: string | { [field: string]: Json };
  /** Default `text/plain` for text, `application/json` for a value. */
  type?: string;
}
