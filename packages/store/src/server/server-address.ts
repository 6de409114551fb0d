import { SondeError } from '@sonde/protocol';

/** Where a ClickHouse server is reached, and as whom. */
export interface ServerAddress {
  /** Like `https://clickhouse.example.org:8443`. */
  origin: string;
  user: string;
}

/** The statements name it. */
const database = 'sonde';

/**
 * Reads the addresses of ClickHouse servers: `http(s)://user@host:port/sonde`, separated by commas.
 * The path may be left out, and the user is `default` without one.
 *
 * @returns One for each server, in order.
 * @throws `setting_invalid`, without the text: it may contain a password
 */
export function readServerAddresses(text: string): [ServerAddress, ...ServerAddress[]] {
  const [first = '', ...others] = text.split(',');
  const addresses = [readServerAddress(first), ...others.map(readServerAddress)] as const;
  const origins = new Set(addresses.map(({ origin }) => origin));
  if (origins.size < addresses.length) throw invalid('names a server twice');
  return [...addresses];
}

function readServerAddress(text: string): ServerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || /\s/.test(text)) {
    throw invalid(
      'must be embedded, or addresses of ClickHouse servers, with commas in between: http(s)://user@host:port',
    );
  }
  if (url.password !== '') {
    throw invalid(
      'must not contain a password, which others can read there; put it in a file and name that with --store-password-file',
    );
  }
  if (!['', '/', `/${database}`].includes(url.pathname)) {
    throw invalid(
      `the database is always ${database}; leave out the path, or end it with /${database}`,
    );
  }
  if (/[?#]/.test(text)) throw invalid('must end after the database');
  const user = decodeUser(url.username);
  return { origin: url.origin, user: user === '' ? 'default' : user };
}

function decodeUser(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw invalid('the user is not percent-encoded');
  }
}

function invalid(wanted: string): SondeError {
  return new SondeError('setting_invalid', { detail: `--store or SONDE_STORE: ${wanted}` });
}
