import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SondeError } from '@sonde/protocol';

/** Start of every write key, so that one is recognised where it should not be. */
const keyPrefix = 'sonde_wk_';
const hashPrefix = 'sha256:';

export interface WriteKey {
  /** Shown once, to be given to the tool. */
  key: string;
  /** For the configuration file: `sha256:` and 64 hexadecimal digits. */
  hash: string;
}

/** Makes a new write key with 192 random bits: enough that a plain hash of it cannot be guessed. */
export function createWriteKey(): WriteKey {
  const key = keyPrefix + randomBytes(24).toString('base64url');
  return { key, hash: hashPrefix + digest(key).toString('hex') };
}

/** Says which project a request writes to; throws `key_unknown`. */
export type Authenticate = (request: {
  headers: IncomingHttpHeaders;
  remoteAddress: string | undefined;
}) => string;

/** Any key or none, from this machine only: the mode without a configuration file. */
export function createOpenAuthentication(project: string): Authenticate {
  return ({ remoteAddress }) => {
    if (isLoopbackAddress(remoteAddress)) return project;
    throw new SondeError('key_unknown', { detail: 'not from this machine' });
  };
}

/** Only the keys whose hashes are given, compared in constant time. */
export function createKeyAuthentication(
  keys: readonly { hash: string; project: string }[],
): Authenticate {
  const known = keys.map(({ hash, project }) => ({
    hash: Buffer.from(hash.slice(hashPrefix.length), 'hex'),
    project,
  }));
  return ({ headers }) => {
    const key = readKey(headers);
    if (key === undefined) throw new SondeError('key_unknown', { detail: 'no key was sent' });
    const hash = digest(key);
    let project: string | undefined;
    // All are compared, so that the time says nothing about which one matched.
    for (const candidate of known) {
      if (timingSafeEqual(candidate.hash, hash)) project = candidate.project;
    }
    if (project === undefined) throw new SondeError('key_unknown', { detail: 'no such key' });
    return project;
  };
}

function readKey(headers: IncomingHttpHeaders): string | undefined {
  const own = headers['x-api-key'];
  if (typeof own === 'string' && own !== '') return own;
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '');
  return bearer?.[1];
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Whether an address of a socket is this machine's own. */
function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);
}
