import { CliError, exitCodes } from './cli-error.js';

/** An error response of the service; missing fields are undefined. */
export interface Refusal {
  status: number;
  code: string | undefined;
  detail: string | undefined;
  retryAfterSeconds: number | undefined;
  alternatives: string[];
  billingUrl: string | undefined;
}

/** The service returned a status of 400 or more. */
export class CloudRefusalError extends CliError {
  override readonly name: string = 'CloudRefusalError';
  override readonly errorSource = 'api';
  readonly status: number;
  readonly refusal: Refusal;

  constructor(refusal: Refusal, message: string, hint?: string) {
    super(message, hint === undefined ? {} : { hint });
    this.status = refusal.status;
    this.refusal = refusal;
  }
}

class UnauthorizedError extends CloudRefusalError {
  override readonly name = 'UnauthorizedError';
  override readonly exitCode = exitCodes.authenticationNeeded;
}

export class PaymentRequiredError extends CloudRefusalError {
  override readonly name = 'PaymentRequiredError';
}

class NotFoundError extends CloudRefusalError {
  override readonly name = 'NotFoundError';
}

class ConflictError extends CloudRefusalError {
  override readonly name = 'ConflictError';
}

class RateLimitedError extends CloudRefusalError {
  override readonly name = 'RateLimitedError';
}

export class RegionUnavailableError extends CloudRefusalError {
  override readonly name = 'RegionUnavailableError';
}

class CloudFailureError extends CloudRefusalError {
  override readonly name = 'CloudFailureError';
}

/** A success response with an invalid body. */
export class MalformedAnswerError extends CliError {
  override readonly name = 'MalformedAnswerError';
  override readonly errorSource = 'api';
  readonly status: number;

  constructor(status: number, cause?: unknown) {
    super('The service sent an invalid response.', {
      hint: 'Try again; if it lasts, a proxy may be changing its responses.',
      cause,
    });
    this.status = status;
  }
}

export class CloudUnreachableError extends CliError {
  override readonly name = 'CloudUnreachableError';
  override readonly errorSource = 'network';
}

export class CloudTimeoutError extends CliError {
  override readonly name = 'CloudTimeoutError';
  override readonly errorSource = 'timeout';
}

/** The error for a response. */
export function createRefusalError(refusal: Refusal): CloudRefusalError {
  const { status, code, detail, retryAfterSeconds } = refusal;
  if (status === 401) {
    return new UnauthorizedError(
      refusal,
      'The service does not accept this session.',
      'Sign in again with orbit auth login, or correct ORBIT_TOKEN.',
    );
  }
  if (status === 402) return new PaymentRequiredError(refusal, 'The plan needs a card on file.');
  if (status === 404) {
    return new NotFoundError(
      refusal,
      detail ?? 'The service does not have it.',
      'Check ORBIT_CLOUD_URL, or update orbit.',
    );
  }
  if (code === 'name_taken') {
    return new ConflictError(
      refusal,
      'You have an application of this name.',
      'Choose another with --name; orbit application list shows yours.',
    );
  }
  if (status === 409)
    return new ConflictError(refusal, detail ?? 'Something changed meanwhile.', 'Try again.');
  if (status === 429) {
    return new RateLimitedError(
      refusal,
      'The service asks to slow down.',
      retryAfterSeconds === undefined
        ? 'Try again in a minute.'
        : `Try again in ${retryAfterSeconds} s.`,
    );
  }
  if (code === 'region_unavailable') {
    return new RegionUnavailableError(
      refusal,
      'The region takes no new applications at the moment.',
      'Choose another with --region.',
    );
  }
  if (status >= 500) {
    return new CloudFailureError(
      refusal,
      `The service failed (${status}).`,
      'Try again in a few minutes.',
    );
  }
  return new CloudRefusalError(refusal, detail ?? `The service refused the request (${status}).`);
}
