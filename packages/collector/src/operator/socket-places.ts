import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A possible directory of the operator socket, and whether only the socket is in it. */
export interface SocketPlace {
  directory: string;
  isOwn: boolean;
}

export const socketName = 'operator.sock';

/** The path of a socket is limited to 103 bytes on macOS and 107 on Linux. */
const longestPathBytes = 100;

/**
 * Where the operator socket of a data directory may be, the preferred place first: in the data
 * directory; in the temporary directory if that path is too long, or the volume does not support
 * sockets.
 */
export async function listSocketPlaces(dataDirectory: string): Promise<SocketPlace[]> {
  const directory = await realpath(dataDirectory);
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const fallback = { directory: join(tmpdir(), `sonde-${digest}`), isOwn: true };
  const isShort = Buffer.byteLength(join(directory, socketName)) <= longestPathBytes;
  return isShort ? [{ directory, isOwn: false }, fallback] : [fallback];
}
