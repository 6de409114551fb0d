/** Who or what caused the error; reported as `error_source`. */
export type ErrorSource = 'user' | 'network' | 'api' | 'filesystem' | 'timeout' | 'internal';

/** Exit codes. */
export const exitCodes = { ok: 0, error: 1, cancelled: 2, authenticationNeeded: 4 } as const;

/**
 * An expected failure, shown as a message with advice, without a stack.
 *
 * Telemetry reports the name of each class below, so names are written out and survive
 * minification.
 */
export class CliError extends Error {
  readonly exitCode: number = exitCodes.error;
  readonly errorSource: ErrorSource = 'internal';
  /** What the user can do. */
  readonly hint: string | undefined;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CliError';
    this.hint = options.hint;
  }
}

/** A flag is missing or has an invalid value. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
  override readonly errorSource = 'user';
}

/** Ctrl-C at a prompt, or SIGINT. */
export class CancelledError extends CliError {
  override readonly name = 'CancelledError';
  override readonly exitCode = exitCodes.cancelled;
  override readonly errorSource = 'user';

  constructor(message = 'Cancelled.', options: { hint?: string; cause?: unknown } = {}) {
    super(message, options);
  }
}

/** There is no session, and no terminal to sign in. */
export class AuthenticationRequiredError extends CliError {
  override readonly name = 'AuthenticationRequiredError';
  override readonly exitCode = exitCodes.authenticationNeeded;
  override readonly errorSource = 'user';

  constructor(
    message = 'You are not signed in.',
    hint = 'Run orbit auth login, or set ORBIT_TOKEN.',
  ) {
    super(message, { hint });
  }
}

export class TermsDeclinedError extends CliError {
  override readonly name = 'TermsDeclinedError';
  override readonly errorSource = 'user';
}

export class BillingRequiredError extends CliError {
  override readonly name = 'BillingRequiredError';
  override readonly errorSource = 'user';
}

/** The application already has the requested plan. */
export class AlreadyOnPlanError extends CliError {
  override readonly name = 'AlreadyOnPlanError';
  override readonly errorSource = 'user';
}

/** There is no plan in the requested direction. */
export class NoCandidatesError extends CliError {
  override readonly name = 'NoCandidatesError';
  override readonly errorSource = 'user';
}

/** One of orbit's own files cannot be read or written. */
export class ConfigurationFileError extends CliError {
  override readonly name = 'ConfigurationFileError';
  override readonly errorSource = 'filesystem';
}
