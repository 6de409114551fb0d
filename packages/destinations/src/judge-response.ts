import type { PostResponse } from './post-response.js';
import type { Verdict } from './wire-format.js';

/** The JSON object of a response body; undefined if it is not one. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object(value) : undefined;
  } catch {
    return undefined;
  }
}

/** The verdict on a status other than success, which is the same for every protocol. */
export function judgeFailure({ status }: PostResponse): Verdict {
  return status === 400 || status === 413 || status === 422
    ? { kind: 'refused', code: `http_${status}`, indexes: [] }
    : { kind: 'later', reason: `status ${status}` };
}

/**
 * The verdict on a vendor's response whose body does not name single events. Any server may respond with
 * 200, even a hotel's sign-in page, so a body that is neither JSON nor `OK` is not the vendor's.
 */
export function judgePlainResponse(response: PostResponse): Verdict {
  if (response.status < 200 || response.status >= 300) return judgeFailure(response);
  return parseObject(response.text) !== undefined || /^\s*(ok)?\s*$/i.test(response.text)
    ? { kind: 'done', rejected: [], wantsCatalog: false }
    : { kind: 'later', reason: `status ${response.status} that did not come from the destination` };
}
