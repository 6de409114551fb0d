import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createContext } from '../context.js';
import { readTokens, storeSession } from '../session.js';
import { readSettings } from '../settings.js';
import type { OrbitTelemetry } from '../telemetry.js';
import { createSessionCredentials } from './session-credentials.js';

let root: string;
let server: Server;
let cancellation: AbortController;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'orbit-renewal-'));
  cancellation = new AbortController();
  server = createServer((request, response) => {
    const issuer = `http://${request.headers.host}`;
    const isDiscovery = request.url?.startsWith('/.well-known/');
    // By now the service has invalidated the old token.
    if (!isDiscovery) cancellation.abort();
    const answer = isDiscovery
      ? { issuer, token_endpoint: `${issuer}/token` }
      : { access_token: 'new', refresh_token: 'next', token_type: 'bearer', expires_in: 3600 };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  vi.useRealTimers();
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true, force: true });
});

test('Ctrl-C while a session is renewed does not lose it', async () => {
  // The time limit must not pass on a slow machine.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const settings = readSettings({
    XDG_CONFIG_HOME: root,
    XDG_STATE_HOME: root,
    ORBIT_KEYRING: 'off',
    ORBIT_CLOUD_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const identify = vi.fn();
  const context = createContext({
    settings,
    release: { version: '1.0.0', env: 'prod', isGiven: true, packageName: 'orbit' },
    telemetry: { identify } as unknown as OrbitTelemetry,
    signal: cancellation.signal,
  });
  const spent = { accessToken: 'old', refreshToken: 'first', expiresAt: 1 };
  await storeSession(context, { userId: 'user_1', tokens: spent });
  await createSessionCredentials(context).token();
  expect(cancellation.signal.aborted).toBe(true);
  expect(await readTokens({ settings, signal: new AbortController().signal })).toMatchObject({
    accessToken: 'new',
    refreshToken: 'next',
  });
  expect(identify).toHaveBeenCalledWith('user_1');
});
