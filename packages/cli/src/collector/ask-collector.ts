import { type ErrorCode, errorTable, SondeError } from '@sonde/protocol';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { printable } from './render-answers.js';

/** Where to send queries. */
export interface CollectorAddress {
  url: URL;
  /** A read key, sent as a Bearer token; undefined if the collector needs none. */
  key: string | undefined;
}

/** Query parameters; undefined ones are left out. */
export type Parameters = Readonly<Record<string, string | undefined>>;

function unusable(detail: string): SondeError {
  return new SondeError('collector_response_unusable', { detail });
}

/** Converts an error response to an error with the same code. */
async function problemOf(answer: Response): Promise<SondeError> {
  const { status, headers } = answer;
  const target = headers.get('location');
  if (target !== null) return unusable(`status ${status}, which leads to ${printable(target)}`);
  const body: unknown = await answer.json().catch(() => undefined);
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
export async function fetchAnswer(
  { url, key }: CollectorAddress,
  path: string,
  parameters: Parameters = {},
): Promise<Response> {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}${path}`;
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) address.searchParams.append(name, value);
  }
  let answer: Response;
  try {
    answer = await fetch(address, {
      // A key must not follow a redirect to another origin.
      redirect: 'manual',
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    throw new SondeError('collector_unreachable', {
      detail: [url.origin, cause?.code].filter((part) => part !== undefined).join(', '),
      cause: error,
    });
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** Sends a query and validates the response against its schema. */
export async function ask<Schema extends TSchema>(
  collector: CollectorAddress,
  question: { path: string; parameters?: Parameters; answer: Schema },
): Promise<Static<Schema>> {
  const answer = await fetchAnswer(collector, question.path, question.parameters);
  const body: unknown = await answer.json().catch(() => undefined);
  if (!Check(question.answer, body)) throw unusable(question.path);
  return body as Static<Schema>;
}
