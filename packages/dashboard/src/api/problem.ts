/** What went wrong with a request, in the terms in which the collector says it. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    /** Stable code, for example `store_unavailable`. */
    readonly code: string,
    readonly title: string,
    /** What to do about it; empty when nothing is known. */
    readonly action: string,
    /** HTTP status, null when there was no answer. */
    readonly status: number | null = null,
    /** What exactly; empty when the collector gave none. */
    readonly detail = '',
  ) {
    super(title);
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the body of an answer that is no success; anything may stand between page and collector. */
export function readProblem(body: unknown, status: number): ApiProblem {
  if (typeof body === 'object' && body !== null && 'code' in body && text(body.code) !== '') {
    return new ApiProblem(
      text(body.code),
      ('title' in body && text(body.title)) || 'The collector could not answer.',
      'action' in body ? text(body.action) : '',
      status,
      'detail' in body ? text(body.detail) : '',
    );
  }
  return new ApiProblem(
    `http_${status}`,
    'The answer did not come from a collector.',
    'Check what stands between this page and the collector, for example a proxy.',
    status,
  );
}

/** Any error of a query as a problem; a failed fetch means that nothing answered. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TypeError) {
    return new ApiProblem(
      'collector_unreachable',
      'The collector does not answer.',
      'Check that it is running, and start it again if it is not.',
    );
  }
  return new ApiProblem(
    'page_error',
    'This page could not be shown.',
    'Reload it; if that does not help, report the message below.',
    null,
    error instanceof Error ? error.message : String(error),
  );
}
