import { once } from 'node:events';
import { chmod, lstat, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { SondeError } from '@sonde/protocol';
import type { FastifyInstance } from 'fastify';
import { markOperatorRequest } from './operator-request.js';
import { listSocketPlaces, type SocketPlace, socketName } from './socket-places.js';

export interface OperatorSocket {
  /** Stops listening, waits at most `timeoutMs` for requests in progress, removes the socket. */
  close(timeoutMs: number): Promise<void>;
}

/**
 * Listens on the operator socket of a data directory. Its requests go to the routes of `app`,
 * marked as the operator's.
 *
 * The caller holds the data directory, so an existing socket was left by a dead process.
 *
 * @throws `operator_socket_unavailable`
 */
export async function openOperatorSocket(
  app: FastifyInstance,
  dataDirectory: string,
): Promise<OperatorSocket> {
  await app.ready();
  const failures: unknown[] = [];
  for (const place of await listSocketPlaces(dataDirectory)) {
    const server = createServer((request, response) => {
      markOperatorRequest(request);
      app.routing(request, response);
    });
    try {
      await prepare(place);
      const path = join(place.directory, socketName);
      await listen(server, place.directory, path);
      return createSocket(server, path, place);
    } catch (error) {
      server.close();
      failures.push(error);
    }
  }
  const [detail] = failures.map((error) => (error instanceof Error ? error.message : ''));
  throw new SondeError('operator_socket_unavailable', { detail: detail ?? '', cause: failures });
}

function createSocket(server: Server, path: string, place: SocketPlace): OperatorSocket {
  return {
    async close(timeoutMs) {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), timeoutMs);
      await closed;
      clearTimeout(cut);
      await rm(path, { force: true });
      if (place.isOwn) await rm(place.directory, { recursive: true, force: true });
    },
  };
}

/** In the temporary directory, anyone may have created a directory with this name. */
async function prepare({ directory, isOwn }: SocketPlace): Promise<void> {
  if (isOwn) {
    await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    const found = await lstat(directory);
    if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0) {
      throw new Error(`${directory} is not a directory that only this user can reach`);
    }
  }
  const path = join(directory, socketName);
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined && !found.isSocket()) throw new Error(`${path} is not a socket`);
}

/**
 * Created in a private directory until its permissions are set, because the umask decides them at
 * first. The rename also replaces a leftover socket.
 */
async function listen(server: Server, directory: string, path: string): Promise<void> {
  const draft = await mkdtemp(join(directory, '.op-'));
  try {
    const draftPath = join(draft, 's');
    server.listen(draftPath);
    await once(server, 'listening');
    await chmod(draftPath, 0o600);
    await rename(draftPath, path);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
