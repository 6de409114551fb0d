import { SondeError } from '@sonde/protocol';
import { decompress, type Encoding, readEncoding } from '../ingest/decompress.js';

/** A proxy may compress what the client has compressed already. */
const layersMax = 2;

/**
 * Decompresses a body by its `Content-Encoding`, and then by its first bytes: some clients compress
 * without a header, others name an encoding that they do not use.
 *
 * A body that cannot be decompressed is returned as it is, to be quarantined. Throws
 * `body_too_large`.
 */
export async function inflate(
  body: Buffer,
  contentEncoding: string | undefined,
  bytesMax: number,
): Promise<Buffer> {
  let inflated = await tryDecompress(body, encodingOf(contentEncoding), bytesMax);
  for (let layer = 0; layer < layersMax && isGzip(inflated); layer += 1) {
    const inner = await tryDecompress(inflated, 'gzip', bytesMax);
    if (inner === inflated) break;
    inflated = inner;
  }
  return inflated;
}

function encodingOf(header: string | undefined): Encoding {
  try {
    return readEncoding(header);
  } catch {
    return 'identity';
  }
}

async function tryDecompress(body: Buffer, encoding: Encoding, bytesMax: number): Promise<Buffer> {
  try {
    return await decompress(body, encoding, bytesMax);
  } catch (error) {
    if (error instanceof SondeError && error.code === 'body_too_large') throw error;
    return body;
  }
}

function isGzip(body: Buffer): boolean {
  return body.length > 2 && body[0] === 0x1f && body[1] === 0x8b;
}
