import { ClickHouseError } from '@clickhouse/client';
import { SondeError } from '@sonde/protocol';

/** Unknown user, wrong password, password missing, address not allowed. */
const loginCodes: ReadonlySet<string> = new Set(['192', '193', '194', '195', '516']);

/** Read-only, no access to a database, access denied, a setting may not be changed. */
const rightsCodes: ReadonlySet<string> = new Set(['164', '291', '452', '497']);

const longestDetail = 300;

/**
 * Maps a failure to open the store on a server.
 *
 * @param origin Of the server, if there are several.
 */
export function toServerOpenError(error: unknown, origin?: string): SondeError {
  if (origin !== undefined) return naming(origin, toServerOpenError(error));
  if (error instanceof SondeError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const detail = message.split('\n', 1)[0]?.slice(0, longestDetail) ?? '';
  if (!(error instanceof ClickHouseError)) {
    return new SondeError('store_unreachable', { detail, cause: error });
  }
  if (isLoginError(error)) return new SondeError('store_login_refused', { cause: error });
  const code = rightsCodes.has(error.code) ? 'store_rights_missing' : 'store_unusable';
  return new SondeError(code, { detail, cause: error });
}

export function isLoginError({ code }: ClickHouseError): boolean {
  return loginCodes.has(code);
}

function naming(origin: string, error: SondeError): SondeError {
  const { code, detail, cause } = error;
  if (detail?.includes(origin)) return error;
  return new SondeError(code, {
    detail: detail === undefined ? origin : `${origin}: ${detail}`,
    cause,
  });
}
