/** A failed request, in the collector's terms. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    /** Stable code, for example `store_unavailable`. */
    readonly code: string,
    readonly title: string,
    /** What to do; empty if unknown. */
    readonly action: string,
    /** HTTP status, or null without a response. */
    readonly status: number | null = null,
    /** Details; empty if the collector gave none. */
    readonly detail = '',
  ) {
    super(title);
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads the body of an error response, which a proxy may have sent. */
export function readProblem(body: unknown, status: number): ApiProblem {
  if (typeof body === 'object' && body !== null && 'code' in body && text(body.code) !== '') {
    const title = ('title' in body && text(body.title)) || 'The collector reported an error.';
    const detail = 'detail' in body ? text(body.detail) : '';
    return new ApiProblem(
      text(body.code),
      title,
      'action' in body ? text(body.action) : '',
      status,
      // Without details, the collector repeats the title.
      detail === title ? '' : detail,
    );
  }
  return new ApiProblem(
    `http_${status}`,
    'The response did not come from a collector.',
    'Check any proxy between this page and the collector.',
    status,
  );
}

/** Turns any error of a query into a problem. A failed fetch means no response. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (error instanceof TypeError) {
    return new ApiProblem(
      'collector_unreachable',
      'The collector does not respond.',
      'Check that it runs, and start it if it does not.',
    );
  }
  return new ApiProblem(
    'page_error',
    'This page could not be shown.',
    'Reload it. If that does not help, report the message below.',
    null,
    error instanceof Error ? error.message : String(error),
  );
}
