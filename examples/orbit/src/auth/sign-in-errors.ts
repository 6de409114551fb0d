import { CliError, exitCodes } from '../cli-error.js';

/** The service answered the browser with another error than the user's own "no". */
export class SignInRefusedError extends CliError {
  override readonly name = 'SignInRefusedError';
  override readonly errorSource = 'api';

  /** @param code As OAuth has it, for example `server_error`. */
  constructor(code: string) {
    super(`The service refused the sign-in (${printable(code)}).`, {
      hint: 'Try again in a few minutes.',
    });
  }
}

/** The service is known by another address than the one that was given, such as `localhost`. */
export class OtherIssuerError extends CliError {
  override readonly name = 'OtherIssuerError';
  override readonly errorSource = 'user';

  constructor(url: string, cause: unknown) {
    super(`The service at ${url} is known by another address.`, {
      hint: 'Set ORBIT_CLOUD_URL to exactly what it was started as, for example http://127.0.0.1:7380.',
      cause,
    });
  }
}

/** Nobody came back from the browser. */
export class SignInTimeoutError extends CliError {
  override readonly name = 'SignInTimeoutError';
  override readonly errorSource = 'timeout';

  constructor(timeoutMs: number) {
    super(`Nobody signed in within ${timeoutMs / 1000} s.`, {
      hint: 'Try again; --timeout gives more time.',
    });
  }
}

/** The token endpoint answered with an OAuth error. */
export class TokenRefusedError extends CliError {
  override readonly name = 'TokenRefusedError';
  override readonly errorSource = 'api';
  readonly status: number;
  /** As OAuth has it, for example `invalid_grant`. */
  readonly code: string;

  constructor(status: number, code: string, cause: unknown) {
    super(`The service gave no session (${printable(code)}).`, { hint: 'Try again.', cause });
    this.status = status;
    this.code = code;
  }
}

/** The stored session can no longer be used, and there is nobody to ask for another. */
export class SessionEndedError extends CliError {
  override readonly name = 'SessionEndedError';
  override readonly exitCode = exitCodes.authenticationNeeded;
  override readonly errorSource = 'user';

  constructor(message: string) {
    super(message, { hint: 'Sign in again with orbit auth login, or set ORBIT_TOKEN.' });
  }
}

/** What others sent is shown only as far as it is a code. */
function printable(code: string): string {
  return /^[\w.-]{1,64}$/.test(code) ? code : 'unknown error';
}
