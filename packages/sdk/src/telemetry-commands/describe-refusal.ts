import type { LoggedDelivery } from '../spool/delivery-log.js';

/** The reason and the remedy of a refusal, by the error code in the response. */
const refusals: Readonly<Record<string, string>> = {
  key_revoked: 'the write key was revoked; the tool needs another one of this collector',
  project_archived: 'the project is archived; its administrator can restore it',
};

/**
 * Describes a refusal; undefined for other responses. Never quotes the body, which
 * may not come from a collector.
 */
export function describeRefusal(status: number, body: string): string | undefined {
  if (status !== 401 && status !== 403) return undefined;
  let code: unknown;
  try {
    ({ code } = Object(JSON.parse(body)));
  } catch {}
  const known = typeof code === 'string' && Object.hasOwn(refusals, code) && refusals[code];
  return known || 'the write key is refused; the tool needs one of this collector';
}

/** Describes a failed delivery. */
export function describeFailure({ status, answer }: LoggedDelivery): string {
  if (status === null) return `no response: ${answer}`;
  const refusal = describeRefusal(status, answer);
  return `status ${status}${refusal === undefined ? '' : `: ${refusal}`}`;
}
