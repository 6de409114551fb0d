import { printable } from '@sonde/analytics/format';
import { type ErrorCode, errorTable, SondeError } from '@sonde/protocol';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';

/** Where to send queries. */
export interface CollectorAddress {
  url: URL;
  /** A key, sent as a Bearer token; undefined if the collector needs none. */
  key: string | undefined;
}

/** Query parameters: one value or several; undefined ones are left out. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

function unusable(detail: string): SondeError {
  return new SondeError('collector_response_unusable', { detail });
}

/** Converts an error response to an error with the same code. */
async function problemOf(response: Response): Promise<SondeError> {
  const { status, headers } = response;
  const target = headers.get('location');
  if (target !== null) return unusable(`status ${status}, which leads to ${printable(target)}`);
  const body: unknown = await response.json().catch(() => undefined);
  const { code, detail, title } = Object(body) as Record<string, unknown>;
  if (typeof code !== 'string' || !Object.hasOwn(errorTable, code)) {
    // Later collectors may have codes that this version does not know.
    const said = typeof title === 'string' ? `: ${printable(title)}` : '';
    return unusable(`status ${status}${said}`);
  }
  return new SondeError(
    code as ErrorCode,
    // Without a detail, the collector repeats the title.
    typeof detail === 'string' && detail !== '' && detail !== title
      ? { detail: printable(detail) }
      : {},
  );
}

/**
 * Requests a path of the collector's API. Throws `collector_unreachable` without a response, and
 * the error of an error response.
 */
export async function fetchResponse(
  { url, key }: CollectorAddress,
  path: string,
  parameters: Parameters = {},
  { body, signal }: { body?: object | undefined; signal?: AbortSignal } = {},
): Promise<Response> {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}${path}`;
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value ?? []].flat()) address.searchParams.append(name, one);
  }
  let response: Response;
  try {
    response = await fetch(address, {
      // A key must not follow a redirect to another origin.
      redirect: 'manual',
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    throw new SondeError('collector_unreachable', {
      detail: [url.origin, cause?.code].filter((part) => part !== undefined).join(', '),
      cause: error,
    });
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Sends a query, or a change if it has a body, and validates the response against its schema. */
export async function query<Schema extends TSchema>(
  collector: CollectorAddress,
  request: {
    path: string;
    parameters?: Parameters;
    body?: object;
    response: Schema;
    signal?: AbortSignal;
  },
): Promise<Static<Schema>> {
  const { path, parameters, body: sent, signal } = request;
  const response = await fetchResponse(collector, path, parameters, {
    body: sent,
    ...(signal !== undefined && { signal }),
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!Check(request.response, body)) throw unusable(request.path);
  return body as Static<Schema>;
}
