import type {
  Configuration,
  TokenEndpointResponse,
  TokenEndpointResponseHelpers,
} from 'openid-client';
import { CliError } from '../cli-error.js';
import { createRefusalError, MalformedAnswerError } from '../cloud-errors.js';
import { readRefusal, requestService, type ServiceOptions } from '../service-request.js';
import { OtherIssuerError, TokenRefusedError } from './sign-in-errors.js';

/** The tokens of a session. Never printed, logged or reported. */
export interface Tokens {
  accessToken: string;
  /** Undefined if the service issued none: the session then ends with its access token. */
  refreshToken: string | undefined;
  /** Milliseconds since 1970; undefined if the service did not send it. */
  expiresAt: number | undefined;
}

/** A sign-in in progress in a browser. */
export interface AuthorizationRequest {
  /** URL for the browser. Contains no secret. */
  url: string;
  /** @throws TokenRefusedError or an error of `cloud-errors.ts`. */
  exchange(callback: URL): Promise<{ tokens: Tokens; userId: string }>;
}

/** The service as an OpenID provider. Every method throws the errors of `cloud-errors.ts`. */
export interface Provider {
  /** @param options `state` is random; the callback must return it. */
  begin(options: {
    redirectUri: string;
    state: string;
    /** Start with a new account. */
    isNewAccount: boolean;
  }): Promise<AuthorizationRequest>;
  /** @throws TokenRefusedError with `invalid_grant` if the session has ended. */
  refresh(refreshToken: string): Promise<Tokens>;
  revoke(refreshToken: string): Promise<void>;
}

const clientId = 'orbit-cli';
const scope = 'openid offline_access';

/**
 * Discovers how the service signs people in. The library is loaded here, so that other commands
 * start faster.
 */
export async function openProvider(options: ServiceOptions): Promise<Provider> {
  const client = await import('openid-client');
  const server = new URL(options.url);
  let lastStatus = 0;

  async function send(url: string, init: RequestInit): Promise<Response> {
    checkAddress(url);
    // Replaces the library's own signal: a request ends in time, and on Ctrl-C.
    const response = await requestService(options, url, init);
    const { status, text, headers } = response;
    lastStatus = status;
    if (status >= 500 || status === 429 || (status >= 400 && !isOAuthError(text))) {
      throw createRefusalError(readRefusal(response));
    }
    return new Response(status === 204 ? null : text, { status, headers });
  }

  /** Endpoints that the service names must not lead tokens or the browser to another origin. */
  function checkAddress(address: string | URL): void {
    if (new URL(address).origin !== server.origin) throw new MalformedAnswerError(lastStatus);
  }

  async function attempt<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      const own = findCliError(error);
      if (own !== undefined) throw own;
      if (error instanceof client.ResponseBodyError) {
        throw new TokenRefusedError(error.status, error.error, error);
      }
      if (isCalledOtherwise(error)) throw new OtherIssuerError(options.url, error);
      throw new MalformedAnswerError(lastStatus, error);
    }
  }

  const config: Configuration = await attempt(() =>
    client.discovery(server, clientId, undefined, client.None(), {
      [client.customFetch]: (url, init) => send(url, init as RequestInit),
      // Settings allow http only for this machine.
      execute: server.protocol === 'http:' ? [client.allowInsecureRequests] : [],
    }),
  );

  return {
    async begin({ redirectUri, state, isNewAccount }) {
      const codeVerifier = client.randomPKCECodeVerifier();
      const nonce = client.randomNonce();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        // Requests for `offline_access` must have `consent` (OpenID Connect Core, section 11).
        prompt: isNewAccount ? 'create consent' : 'consent',
      });
      checkAddress(url);
      return {
        url: url.href,
        exchange: (callback) =>
          attempt(async () => {
            const response = await client.authorizationCodeGrant(config, callback, {
              pkceCodeVerifier: codeVerifier,
              expectedState: state,
              expectedNonce: nonce,
              idTokenExpected: true,
            });
            const userId = response.claims()?.sub;
            if (userId === undefined) throw new MalformedAnswerError(lastStatus);
            return { tokens: readTokens(response), userId };
          }),
      };
    },
    refresh: (refreshToken) =>
      attempt(async () => {
        const tokens = readTokens(await client.refreshTokenGrant(config, refreshToken));
        // A service need not issue a new one each time.
        return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
      }),
    revoke: (refreshToken) =>
      attempt(() =>
        client.tokenRevocation(config, refreshToken, { token_type_hint: 'refresh_token' }),
      ),
  };
}

function readTokens(response: TokenEndpointResponse & TokenEndpointResponseHelpers): Tokens {
  const expiresIn = response.expiresIn();
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token,
    expiresAt: expiresIn === undefined ? undefined : Date.now() + expiresIn * 1000,
  };
}

function isOAuthError(text: string): boolean {
  try {
    return typeof (JSON.parse(text) as { error?: unknown } | null)?.error === 'string';
  } catch {
    return false;
  }
}

/** The library compares the provider's issuer name before trusting anything else. */
function isCalledOtherwise(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error as { code?: unknown }).code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED'
  );
}

/** The library wraps errors of its requests. */
function findCliError(error: unknown): CliError | undefined {
  for (let link = error; link instanceof Error; link = link.cause) {
    if (link instanceof CliError) return link;
  }
  return undefined;
}
