import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that holds the operator socket, and whether it was made for nothing else. */
export interface SocketPlace {
  directory: string;
  isOwn: boolean;
}

export const socketName = 'operator.sock';

/** The path of a socket may have 103 bytes on macOS, 107 on Linux. */
const longestPathBytes = 100;

/**
 * Where the operator socket of a data directory may be, the preferred place first: in the data directory; in
 * the temporary directory when that path is too long, or the volume takes no sockets.
 */
export async function listSocketPlaces(dataDirectory: string): Promise<SocketPlace[]> {
  const directory = await realpath(dataDirectory);
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const fallback = { directory: join(tmpdir(), `sonde-${digest}`), isOwn: true };
  const isShort = Buffer.byteLength(join(directory, socketName)) <= longestPathBytes;
  return isShort ? [{ directory, isOwn: false }, fallback] : [fallback];
}
