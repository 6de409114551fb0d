import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { JWKS } from 'oidc-provider';
import { keepSecret } from '../secret-file.js';

export interface ProviderKeys {
  /** Signs the ID tokens. */
  jwks: JWKS;
  /** Signs the cookies. */
  cookieKeys: string[];
}

function createKeys(): ProviderKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomBytes(8).toString('hex');
  return {
    jwks: {
      keys: [{ ...privateKey.export({ format: 'jwk' }), kty: 'EC', use: 'sig', alg: 'ES256', kid }],
    },
    cookieKeys: [randomBytes(32).toString('base64url')],
  };
}

/**
 * Reads the keys, or creates them at the first start: `oauth-keys.json`, readable only by its
 * owner.
 */
export function keepKeys(directory: string): ProviderKeys {
  const file = join(directory, 'oauth-keys.json');
  return JSON.parse(keepSecret(file, () => JSON.stringify(createKeys())));
}
