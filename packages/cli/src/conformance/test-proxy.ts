import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { watchDelays } from './watch-delays.js';

/** A proxy on this machine that asks for a login. */
export interface TestProxy {
  /** With the login. */
  url: string;
  /** Requests and tunnels that it has passed on. */
  readonly passed: number;
  /** Requests without the right login. */
  readonly refused: number;
  /** Responses that may have come too late, as those of `TestEndpoint`. */
  readonly unheard: number;
  /** From now on refuses the login. */
  refuse(): void;
  close(): Promise<void>;
}

/** Starts a proxy that passes requests and tunnels on, for one user. */
export async function startProxy(user: string, password: string): Promise<TestProxy> {
  let passed = 0;
  let refused = 0;
  let unheard = 0;
  const delays = watchDelays();
  let expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const isAllowed = ({ headers }: IncomingMessage) => {
    const isRight = headers['proxy-authorization'] === expected;
    if (isRight) passed += 1;
    else refused += 1;
    return isRight;
  };
  const pass = (asked: IncomingMessage, response: ServerResponse) => {
    if (!isAllowed(asked)) {
      asked.resume();
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="conformance"' }).end();
      return;
    }
    // A proxy keeps the headers for itself that are meant for it.
    const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = asked.headers;
    const onward = request(asked.url ?? '', { method: asked.method, headers }, (answer) => {
      response.on('close', () => {
        if (!response.writableFinished) unheard += 1;
      });
      if (response.destroyed) unheard += 1;
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    asked.pipe(onward);
  };
  const server = createServer(pass);
  server.on('connection', keep);
  server.on('connect', (asked: IncomingMessage, client: Socket, head: Buffer) => {
    if (!isAllowed(asked)) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(`http://${asked.url}`);
    const target = connect(Number(port || 80), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    keep(target);
    target.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${user}:${password}@127.0.0.1:${port}`,
    get passed() {
      return passed;
    },
    get refused() {
      return refused;
    },
    get unheard() {
      return unheard + delays.count;
    },
    refuse() {
      expected = 'none';
    },
    async close() {
      delays.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
