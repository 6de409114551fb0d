import { once } from 'node:events';
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net';

/** Stands between a client and a server, and disturbs their connections. */
export interface TcpProxy {
  readonly port: number;
  /** Ends each connection after that many bytes of the server; undefined: never. */
  cutAfter(bytes: number | undefined): void;
  /** Ends all connections. */
  cut(): void;
  /** Refuses new connections, and ends the others. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let bytesMax: number | undefined;
  const server = createServer((client) => {
    const upstream = connectTo(target);
    const end = () => {
      client.destroy();
      upstream.destroy();
      open.delete(client);
    };
    open.add(client);
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.pipe(upstream);
    let bytes = 0;
    upstream.on('data', (data) => {
      const rest = bytesMax === undefined ? data.length : Math.max(0, bytesMax - bytes);
      bytes += data.length;
      if (rest >= data.length) client.write(data);
      else client.end(data.subarray(0, rest), end);
    });
  });
  const accept = async (port = 0) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await accept();
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const client of open) client.destroy();
  };
  return {
    port,
    cutAfter: (bytes) => {
      bytesMax = bytes;
    },
    cut,
    async refuse() {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
    accept: () => accept(port),
  };
}
