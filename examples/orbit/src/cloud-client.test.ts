import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createCloudClient, staticCredentials } from './cloud-client.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function connect(
  listener: RequestListener,
  options: { signal?: AbortSignal; timeoutMs?: number } = {},
) {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return createCloudClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: staticCredentials('secret'),
    timeoutMs: 120_000,
    signal: new AbortController().signal,
    ...options,
    userAgent: 'orbit/test',
  });
}

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

test.each([
  [400, '{"code":"request_invalid","detail":"No."}', 'CloudRefusalError', 1],
  [401, '{}', 'UnauthorizedError', 4],
  [402, '{"code":"billing_required"}', 'PaymentRequiredError', 1],
  [404, '<html>', 'NotFoundError', 1],
  [409, '{"code":"name_taken"}', 'ConflictError', 1],
  [409, '{"code":"terms_outdated","detail":1}', 'ConflictError', 1],
  [429, '', 'RateLimitedError', 1],
  [500, 'null', 'CloudFailureError', 1],
  [503, '{"code":"region_unavailable","alternatives":["eu-2",7]}', 'RegionUnavailableError', 1],
])('%i %s throws %s', async (status, body, name, exitCode) => {
  const cloud = await connect(answering(status, body));
  await expect(cloud.getAccount()).rejects.toMatchObject({
    name,
    status,
    exitCode,
    errorSource: 'api',
  });
});

test('valid fields of an error response are kept', async () => {
  const cloud = await connect(
    answering(503, '{"code":"region_unavailable","alternatives":["eu-2",7]}', {
      'retry-after': '30',
    }),
  );
  await expect(cloud.getAccount()).rejects.toMatchObject({
    refusal: { alternatives: ['eu-2'], retryAfterSeconds: 30, detail: undefined },
  });
});

test.each([
  ['not JSON', '{"user_id": '],
  ['another shape', '{"user_id": 1}'],
  ['nothing', ''],
])('a success with %s is malformed', async (_title, body) => {
  const cloud = await connect(answering(200, body));
  await expect(cloud.getAccount()).rejects.toMatchObject({
    name: 'MalformedAnswerError',
    status: 200,
  });
});

test('a timeout, a broken connection and a cancellation are different errors', async () => {
  const silent = await connect(() => {}, { timeoutMs: 200 });
  await expect(silent.getAccount()).rejects.toMatchObject({ name: 'CloudTimeoutError' });
  const cut = await connect((request) => request.socket.destroy());
  await expect(cut.getAccount()).rejects.toMatchObject({ name: 'CloudUnreachableError' });
  const cancellation = new AbortController();
  const cancelled = await connect(() => cancellation.abort(), { signal: cancellation.signal });
  await expect(cancelled.getAccount()).rejects.toMatchObject({
    name: 'CancelledError',
    exitCode: 2,
  });
});

test('redirects are not followed, so that the token is not leaked', async () => {
  const seen: (string | undefined)[] = [];
  const cloud = await connect((request, response) => {
    seen.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  await expect(cloud.getAccount()).rejects.toMatchObject({
    name: 'MalformedAnswerError',
    status: 302,
  });
  expect(seen).toEqual(['/v1/account']);
});

test('an endless response is not read to the end', async () => {
  const cloud = await connect((_request, response) => {
    const more = Buffer.alloc(100_000, ' ');
    const write = () => {
      while (response.write(more));
    };
    response.on('drain', write);
    write();
  });
  await expect(cloud.getAccount()).rejects.toMatchObject({ name: 'MalformedAnswerError' });
});

test('text of the service cannot control the terminal', async () => {
  const problem = { detail: 'Gone.\u001b]0;title\u0007\u001b[2J' };
  const cloud = await connect(answering(404, JSON.stringify(problem)));
  await expect(cloud.getAccount()).rejects.toMatchObject({ message: 'Gone. ]0;title [2J' });
});
