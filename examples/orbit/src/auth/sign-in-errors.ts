import { CliError, exitCodes } from '../cli-error.js';

/** The service returned an error to the browser, other than a cancellation by the user. */
export class SignInRefusedError extends CliError {
  override readonly name = 'SignInRefusedError';
  override readonly errorSource = 'api';

  /** @param code The OAuth error code, for example `server_error`. */
  constructor(code: string) {
    super(`The service refused the sign-in (${printable(code)}).`, {
      hint: 'Try again in a few minutes.',
    });
  }
}

/** The service uses another URL than the given one, such as `localhost`. */
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

/** The browser did not return in time. */
export class SignInTimeoutError extends CliError {
  override readonly name = 'SignInTimeoutError';
  override readonly errorSource = 'timeout';

  constructor(timeoutMs: number) {
    super(`Nobody signed in within ${timeoutMs / 1000} s.`, {
      hint: 'Try again; --timeout gives more time.',
    });
  }
}

/** The token endpoint returned an OAuth error. */
export class TokenRefusedError extends CliError {
  override readonly name = 'TokenRefusedError';
  override readonly errorSource = 'api';
  readonly status: number;
  /** The OAuth error code, for example `invalid_grant`. */
  readonly code: string;

  constructor(status: number, code: string, cause: unknown) {
    super(`The service gave no session (${printable(code)}).`, { hint: 'Try again.', cause });
    this.status = status;
    this.code = code;
  }
}

/** The stored session is no longer valid, and there is no terminal for a new sign-in. */
export class SessionEndedError extends CliError {
  override readonly name = 'SessionEndedError';
  override readonly exitCode = exitCodes.authenticationNeeded;
  override readonly errorSource = 'user';

  constructor(message: string) {
    super(message, { hint: 'Sign in again with orbit auth login, or set ORBIT_TOKEN.' });
  }
}

/** Foreign text is printed only if it has the form of a code. */
function printable(code: string): string {
  return /^[\w.-]{1,64}$/.test(code) ? code : 'unknown error';
}
