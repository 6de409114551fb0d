import type { Provider as OpenIdProvider } from 'oidc-provider';
import { Provider } from 'oidc-provider/lib/provider.js';
import { errorPage } from '../pages/error-page.js';
import { pageHeaders } from '../pages/layout.js';
import type { StateFile } from '../state.js';
import { createAdapterFactory } from './adapter.js';
import { createInteractionPolicy } from './interaction-policy.js';
import type { ProviderKeys } from './keys.js';
import type { RecordFile } from './record-file.js';

export interface TokenLifetimes {
  /** Default 3600: an hour. */
  accessTokenSeconds: number;
  /** Default 30 days; each refresh issues a new token with the same lifetime. */
  refreshTokenSeconds: number;
  /**
   * Default 10: how long a used refresh token can be used again, by a concurrent command of the
   * same person. Later use ends the whole sign-in, like a stolen token.
   */
  refreshTokenReuseSeconds: number;
}

interface ProviderOptions {
  issuer: string;
  /** Whether to read the original URL from a proxy's headers. */
  isBehindProxy: boolean;
  state: StateFile;
  records: RecordFile;
  keys: ProviderKeys;
  lifetimes: TokenLifetimes;
}

export const defaultLifetimes: TokenLifetimes = {
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 30 * 24 * 3600,
  refreshTokenReuseSeconds: 10,
};

/** The client id of orbit, a public client without a secret. */
const orbitClientId = 'orbit-cli';

/** Cookie names. All ports of 127.0.0.1 share cookies, hence the prefix. */
const cookieNames = {
  session: 'orbit_session',
  interaction: 'orbit_interaction',
  resume: 'orbit_resume',
};

/** How long a browser stays signed in. */
export const browserSessionSeconds = 14 * 24 * 3600;

/** The OpenID provider: orbit's sign-in with authorization code, PKCE and rotating refresh tokens. */
export function createProvider(options: ProviderOptions): OpenIdProvider {
  const { issuer, state, records, keys, lifetimes } = options;
  const provider = new Provider(issuer, {
    adapter: createAdapterFactory(records, lifetimes),
    jwks: keys.jwks,
    cookies: { keys: keys.cookieKeys, names: cookieNames },
    clients: [
      {
        client_id: orbitClientId,
        client_name: 'orbit',
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
        // Any port: RFC 8252, section 7.3.
        redirect_uris: ['http://127.0.0.1/callback'],
      },
    ],
    discovery: { prompt_values_supported: ['none', 'create', 'login', 'consent'] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    scopes: ['openid', 'profile', 'offline_access'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      revocation: '/oauth/revoke',
      userinfo: '/oauth/userinfo',
      jwks: '/oauth/jwks',
      end_session: '/oauth/end-session',
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: (_context, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: { enabled: false },
    },
    interactions: {
      policy: createInteractionPolicy(),
      url: (_context, { uid }) => `/interaction/${uid}`,
    },
    ttl: {
      AccessToken: lifetimes.accessTokenSeconds,
      AuthorizationCode: 300,
      Grant: lifetimes.refreshTokenSeconds,
      IdToken: 3600,
      Interaction: 1800,
      RefreshToken: lifetimes.refreshTokenSeconds,
      Session: browserSessionSeconds,
    },
    rotateRefreshToken: true,
    // orbit stays signed in after the browser's session has ended.
    issueRefreshToken: () => true,
    expiresWithSession: () => false,
    // A separate grant for every sign-in: revoking one does not affect the person's other machines.
    async loadExistingGrant({ oidc }) {
      if (oidc.result?.login === undefined || oidc.client === undefined) return undefined;
      const accountId = oidc.session?.accountId;
      if (accountId === undefined) return undefined;
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId });
      grant.addOIDCScope('openid profile offline_access');
      await grant.save();
      return grant;
    },
    findAccount(_context, id) {
      const user = state.current.users.find((candidate) => candidate.id === id);
      if (user === undefined) return undefined;
      return {
        accountId: id,
        claims: () => ({ sub: id, name: user.name, preferred_username: user.user_name }),
      };
    },
    renderError(context, { error, error_description }) {
      context.set(pageHeaders());
      context.body = errorPage(error_description ?? error);
    },
  });
  provider.proxy = options.isBehindProxy;
  return provider;
}
