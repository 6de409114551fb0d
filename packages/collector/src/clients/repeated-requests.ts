import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** One attempt of a client to send a request. */
export interface Attempt {
  /** The same for a repeat of a request whose response its client did not get. */
  id: string;
  /** Of the first attempt; milliseconds since 1970. */
  receivedAt: number;
}

/** What is equal in all attempts to send one request, and when this one came. */
interface RequestIdentity {
  address: string;
  key: string | undefined;
  method: string;
  url: string;
  body: Buffer;
  /** Milliseconds since 1970. */
  receivedAt: number;
}

export interface RepeatedRequests {
  /** Whether it is a repeat; called before the response is sent. */
  recognise(request: RequestIdentity, response: ServerResponse): Attempt;
}

export interface RepeatedRequestsOptions {
  /** Milliseconds since 1970. */
  now: () => number;
  /** How long a client may wait before it sends a request again. Default 60,000. */
  keptMs?: number;
  /** Requests kept; the oldest are forgotten. Default 10,000. */
  keptMax?: number;
}

/**
 * Tells repeats apart from new events for clients that give their events no ids.
 *
 * Such a client sends equal bytes again if its connection was closed before it got the response. If
 * it got the response, equal bytes are new events. Forgotten when the process ends.
 */
export function createRepeatedRequests(options: RepeatedRequestsOptions): RepeatedRequests {
  const { now, keptMs = 60_000, keptMax = 10_000 } = options;
  /** Equal requests may have been cut at the same time. The last one that was cut is the last. */
  const undelivered = new Map<string, { attempt: Attempt; until: number }[]>();
  let kept = 0;

  const takeFirst = (fingerprint: string) => {
    const entries = undelivered.get(fingerprint);
    const entry = entries?.shift();
    if (entry !== undefined) kept -= 1;
    if (entries?.length === 0) undelivered.delete(fingerprint);
    return entry;
  };
  const take = (fingerprint: string): Attempt | undefined => {
    const entry = takeFirst(fingerprint);
    return entry !== undefined && entry.until <= now() ? take(fingerprint) : entry?.attempt;
  };
  const remember = (fingerprint: string, attempt: Attempt) => {
    const entries = undelivered.get(fingerprint) ?? [];
    entries.push({ attempt, until: now() + keptMs });
    undelivered.delete(fingerprint);
    undelivered.set(fingerprint, entries);
    kept += 1;
    for (const [oldest, [entry]] of undelivered) {
      if (kept <= keptMax && entry !== undefined && entry.until > now()) return;
      takeFirst(oldest);
    }
  };

  return {
    recognise(request, response) {
      const fingerprint = fingerprintOf(request);
      const attempt = take(fingerprint) ?? { id: randomUUID(), receivedAt: request.receivedAt };
      let isDelivered = false;
      const settle = () => {
        if (!isDelivered) remember(fingerprint, attempt);
      };
      response.once('finish', () => {
        isDelivered = true;
      });
      if (response.closed) settle();
      else response.once('close', settle);
      return attempt;
    },
  };
}

function fingerprintOf({ address, key = '', method, url, body }: RequestIdentity): string {
  const head = JSON.stringify([address, key, method, url]);
  return createHash('sha256').update(head).update(body).digest('base64');
}
