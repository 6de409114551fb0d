import { createHmac, randomBytes } from 'node:crypto';
import { type ErrorCode, SondeError } from '@sonde/protocol';
import type { Configuration } from 'openid-client';

/** How people sign in with an OpenID Connect provider. */
export interface OpenidSettings {
  /** Text of the button. */
  name: string;
  issuer: string;
  clientId: string;
  /** Absent for a public client. */
  clientSecret: string | undefined;
  /** In lower case; only e-mail addresses in these domains are accepted. */
  allowedDomains: readonly string[];
}

/** A person's verified claims. */
export interface OpenidPerson {
  /** Issuer and subject: stays the same if the address changes. */
  identity: string;
  email: string;
  name: string;
}

export interface Openid {
  readonly settings: OpenidSettings;
  /**
   * The provider's URL for a sign-in with this secret. Throws `openid_unavailable` or
   * `openid_issuer_mismatch`.
   */
  start(secret: string, redirectUri: string): Promise<string>;
  /**
   * The person that a provider has signed in.
   *
   * Throws what `start` throws, and `openid_state_invalid`, `openid_refused`,
   * `openid_email_unverified` or `openid_domain_not_allowed`.
   */
  finish(secret: string, redirectUri: string, query: URLSearchParams): Promise<OpenidPerson>;
}

/** Longer than providers take, shorter than people wait. */
const timeoutSeconds = 10;
/** Providers rarely change their keys and addresses. */
const rememberedMs = 3_600_000;

/** The secret of one sign-in: stored only in a cookie of the browser that began it. */
export function createOpenidSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Contacts the provider only when a person signs in. */
export function createOpenid(settings: OpenidSettings): Openid {
  let known: { provider: Promise<Configuration>; at: number } | undefined;
  const findProvider = () => {
    if (known === undefined || Date.now() > known.at + rememberedMs) {
      const provider = discover(settings);
      const entry = { provider, at: Date.now() };
      known = entry;
      provider.catch(() => {
        // The next sign-in tries again.
        if (known === entry) known = undefined;
      });
    }
    return known.provider;
  };
  return {
    settings,
    async start(secret, redirectUri) {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import('openid-client');
      const provider = await findProvider();
      const { state, nonce, verifier } = derive(secret);
      return buildAuthorizationUrl(provider, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      }).href;
    },
    async finish(secret, redirectUri, query) {
      const { authorizationCodeGrant, fetchUserInfo } = await import('openid-client');
      const { state, nonce, verifier } = derive(secret);
      if (query.get('state') !== state) throw new SondeError('openid_state_invalid');
      const provider = await findProvider();
      const issuer = query.get('iss');
      if (issuer !== null && issuer !== provider.serverMetadata().issuer) {
        throw new SondeError('openid_issuer_mismatch', { detail: issuer.slice(0, 200) });
      }
      try {
        const tokens = await authorizationCodeGrant(provider, new URL(`?${query}`, redirectUri), {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new SondeError('openid_refused', { detail: 'no id token' });
        // Many providers return the e-mail address only on request.
        const asked =
          claims.email === undefined && provider.serverMetadata().userinfo_endpoint !== undefined
            ? await fetchUserInfo(provider, tokens.access_token, claims.sub)
            : {};
        return readPerson(settings, { ...asked, ...claims });
      } catch (error) {
        throw toOpenidError(error);
      }
    },
  };
}

/** Three values that do not reveal each other or the secret. */
function derive(secret: string): { state: string; nonce: string; verifier: string } {
  const part = (name: string) => createHmac('sha256', secret).update(name).digest('base64url');
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier') };
}

async function discover(settings: OpenidSettings): Promise<Configuration> {
  const { allowInsecureRequests, discovery, enableNonRepudiationChecks } = await import(
    'openid-client'
  );
  try {
    return await discovery(
      new URL(settings.issuer),
      settings.clientId,
      settings.clientSecret,
      undefined,
      {
        timeout: timeoutSeconds,
        execute: [
          enableNonRepudiationChecks,
          // Only on this machine; the schema of the configuration file enforces it.
          ...(settings.issuer.startsWith('http:') ? [allowInsecureRequests] : []),
        ],
      },
    );
  } catch (error) {
    throw toOpenidError(error);
  }
}

function readPerson(
  { allowedDomains }: OpenidSettings,
  claims: Record<string, unknown>,
): OpenidPerson {
  const { iss, sub, email, email_verified, name } = claims;
  // Some providers send it as a string.
  const isVerified = email_verified === true || email_verified === 'true';
  if (typeof email !== 'string' || !isVerified) throw new SondeError('openid_email_unverified');
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (!allowedDomains.includes(domain)) throw new SondeError('openid_domain_not_allowed');
  return {
    identity: `${String(iss)} ${String(sub)}`,
    email,
    name: typeof name === 'string' && name.trim() !== '' ? name : email,
  };
}

/** Maps an error of the library to one of Sonde's. Its message is only logged. */
function toOpenidError(error: unknown): SondeError {
  if (error instanceof SondeError) return error;
  return new SondeError(openidCodeOf(error), { cause: error });
}

function openidCodeOf(error: unknown): ErrorCode {
  const { name, code, cause, status } = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    cause?: { attribute?: unknown; claim?: unknown };
    status?: unknown;
  };
  if (cause?.attribute === 'issuer' || cause?.claim === 'iss') return 'openid_issuer_mismatch';
  // It responded with a refusal: of the person, or of this client.
  if (name === 'AuthorizationResponseError') return 'openid_refused';
  if (name === 'ResponseBodyError' && typeof status === 'number' && status < 500) {
    return 'openid_refused';
  }
  const isClaim = typeof code === 'string' && /JWT|KEY|INVALID_RESPONSE/.test(code);
  return isClaim ? 'openid_refused' : 'openid_unavailable';
}
