import { destinationUrl } from '@sonde/destinations';
import type { WaitingForward } from '@sonde/store';
import { version } from '../version.js';
import type { ForwarderSettings } from './forwarder-settings.js';
import { sendRequest } from './outgoing-request.js';
import { signWebhook } from './webhook-format.js';

/** The person of a deletion, as far as it is known when it is requested. */
export interface DeletedPerson {
  isUser: boolean;
  /** Whether the installation's secret came with the request. */
  hasSecret: boolean;
}

/** Why a forwarder cannot pass a deletion on; undefined if it can. */
export function explainImpossible(
  { type, deletion }: ForwarderSettings,
  { isUser, hasSecret }: DeletedPerson,
): string | undefined {
  if (type === 'webhook') return undefined;
  if (type === 'sonde') {
    return hasSecret
      ? undefined
      : 'only an installation can delete its events at another collector';
  }
  if (deletion === undefined) return 'no deletion_key_file is configured';
  if (type === 'amplitude' && !isUser) return 'Amplitude deletes only by user id';
  return undefined;
}

interface Outgoing {
  url: string;
  headers: Record<string, string>;
  body: string;
}

type Outcome =
  | { state: 'passed_on' }
  /** The destination will never accept it. */
  | { state: 'failed'; reason: string }
  | { state: 'waiting'; reason: string };

/** Asks the destination to delete a person. A repeat does no harm. */
export async function passOnDeletion(
  settings: ForwarderSettings,
  forward: WaitingForward,
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<Outcome> {
  for (const request of requestsOf(settings, forward)) {
    try {
      const { status } = await sendRequest({
        url: request.url,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': `sonde-collector/${version}`,
          ...request.headers,
        },
        body: request.body,
        ...limits,
      });
      const reason = `status ${status}`;
      if (status === 400 || status === 413 || status === 422) return { state: 'failed', reason };
      if (status < 200 || status >= 300) return { state: 'waiting', reason };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { state: 'waiting', reason };
    }
  }
  return { state: 'passed_on' };
}

/** Amplitude takes no more in a request; the others take more, and one limit is simpler. */
const idsMax = 100;

function inRequests(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / idsMax);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * idsMax, (index + 1) * idsMax),
  );
}

function requestsOf(settings: ForwarderSettings, forward: WaitingForward): Outgoing[] {
  const { type, endpoint, key, deletion } = settings;
  const { user_id, other_user_ids, anonymous_ids, secret } = forward;
  const user_ids = user_id === '' ? [] : [user_id, ...other_user_ids];
  const bearer = { authorization: `Bearer ${deletion?.key}` };
  switch (type) {
    case 'segment': {
      const subjects = [
        ['USER_ID', user_ids],
        ['ANONYMOUS_ID', anonymous_ids],
      ] as const;
      return subjects.flatMap(([subjectType, ids]) =>
        inRequests(ids).map((subjectIds) => ({
          url: addressOf(deletion?.endpoint || 'https://api.segmentapis.com', '/regulations'),
          headers: bearer,
          body: JSON.stringify({ regulationType: 'DELETE_ONLY', subjectType, subjectIds }),
        })),
      );
    }
    case 'amplitude': {
      const login = Buffer.from(deletion?.key ?? '').toString('base64');
      return inRequests(user_ids).map((ids) => ({
        url: addressOf(deletion?.endpoint || 'https://amplitude.com', '/api/2/deletions/users'),
        headers: { authorization: `Basic ${login}` },
        // Without it, Amplitude refuses a user whom it does not know, for example by a filter.
        body: JSON.stringify({ user_ids: ids, ignore_invalid_id: 'True' }),
      }));
    }
    case 'posthog': {
      // The vendor's own hosts for events do not answer other requests.
      const base = (endpoint || 'https://us.i.posthog.com').replace(
        '.i.posthog.com',
        '.posthog.com',
      );
      const path = `/api/projects/${deletion?.posthogProject}/persons/bulk_delete/`;
      return inRequests([...user_ids, ...anonymous_ids]).map((distinct_ids) => ({
        url: addressOf(deletion?.endpoint || new URL(base).origin, path),
        headers: bearer,
        body: JSON.stringify({ distinct_ids, delete_events: true }),
      }));
    }
    case 'sonde':
      return [
        {
          url: deletionsBesideIngest(endpoint),
          headers: { 'x-api-key': key },
          body: JSON.stringify({ anonymous_id: anonymous_ids[0], secret }),
        },
      ];
    case 'webhook': {
      const body = JSON.stringify({
        type: 'person.deleted',
        deletion_id: forward.deletion_id,
        project: forward.project,
        user_id: user_id || null,
        other_user_ids,
        anonymous_ids,
      });
      const headers = { 'sonde-type': 'person.deleted', ...signWebhook(key, body, Date.now()) };
      return [{ url: endpoint, headers, body }];
    }
  }
}

/** Another collector may be below a path. */
function deletionsBesideIngest(endpoint: string): string {
  const url = new URL(destinationUrl('sonde', endpoint) ?? endpoint);
  url.pathname = url.pathname.replace(/\/ingest\/?$/, '/api/v1/deletions');
  return url.href;
}

/** The base URL with the path, or an address that has a path of its own. */
function addressOf(endpoint: string, path: string): string {
  const url = new URL(endpoint);
  return url.pathname === '/' ? new URL(path, url).href : endpoint;
}
