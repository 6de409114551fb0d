import type { PostAnswer } from './post-answer.js';
import type { Verdict } from './wire-format.js';

/** The JSON object of an answer; undefined when it is none. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object(value) : undefined;
  } catch {
    return undefined;
  }
}

/** What a status other than success means, the same for every protocol. */
export function judgeFailure({ status }: PostAnswer): Verdict {
  return status === 400 || status === 413 || status === 422
    ? { kind: 'refused', code: `http_${status}`, indexes: [] }
    : { kind: 'later', reason: `status ${status}` };
}

/**
 * Judges a vendor's response whose body says nothing about single events. Anything may respond with 200,
 * even a hotel's sign-in page, so a body that is neither JSON nor `OK` is not the vendor's.
 */
export function judgePlainAnswer(answer: PostAnswer): Verdict {
  if (answer.status < 200 || answer.status >= 300) return judgeFailure(answer);
  return parseObject(answer.text) !== undefined || /^\s*(ok)?\s*$/i.test(answer.text)
    ? { kind: 'done', rejected: [], wantsCatalog: false }
    : { kind: 'later', reason: `status ${answer.status} that did not come from the destination` };
}
