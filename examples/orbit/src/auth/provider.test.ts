import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openProvider } from './provider.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that answers everything with JSON, and records the requests. */
async function serve(answer: (origin: string) => unknown) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(origin)));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, asked };
}

const open = (url: string) =>
  openProvider({
    url,
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    userAgent: 'orbit/test',
  });

test('endpoints on other origins get no token and no browser', async () => {
  const elsewhere = await serve(() => ({}));
  const service = await serve((origin) => ({
    issuer: origin,
    authorization_endpoint: `${elsewhere.origin}/authorize`,
    token_endpoint: `${elsewhere.origin}/token`,
    revocation_endpoint: `${elsewhere.origin}/revoke`,
    response_types_supported: ['code'],
  }));
  const provider = await open(service.origin);
  const refused = { name: 'MalformedAnswerError' };
  await expect(provider.refresh('secret')).rejects.toMatchObject(refused);
  await expect(provider.revoke('secret')).rejects.toMatchObject(refused);
  const request = { redirectUri: 'http://127.0.0.1:9/callback', state: 's', isNewAccount: false };
  await expect(provider.begin(request)).rejects.toMatchObject(refused);
  expect(elsewhere.asked).toEqual([]);
});

test('a wrong issuer name and an invalid response are different errors', async () => {
  const other = await serve(() => ({ issuer: 'https://orbit.example' }));
  await expect(open(other.origin)).rejects.toMatchObject({ name: 'OtherIssuerError' });
  const strange = await serve(() => ['nothing of the kind']);
  await expect(open(strange.origin)).rejects.toMatchObject({ name: 'MalformedAnswerError' });
});
