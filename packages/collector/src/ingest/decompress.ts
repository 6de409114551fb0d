import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { SondeError } from '@sonde/protocol';

const decompressGzip = promisify(zlib.gunzip);
const decompressBrotli = promisify(zlib.brotliDecompress);

/** Options of Node.js 22.15 and later; the types of Node.js 20 lack them. */
interface ZstdOptions {
  maxOutputLength: number;
  params: Record<number, number>;
}
const { zstdDecompress } = zlib as {
  zstdDecompress?: (
    body: Buffer,
    options: ZstdOptions,
    done: (error: Error | null, result: Buffer) => void,
  ) => void;
};
const decompressZstd = zstdDecompress && promisify(zstdDecompress);
/** `ZSTD_d_windowLogMax`: limits what a body can make the decompressor allocate to 8 MB. */
const zstdParams = { 100: 23 };

const encodings = ['identity', 'gzip', 'br', 'zstd'] as const;
export type Encoding = (typeof encodings)[number];

/** Reads the `Content-Encoding` header; throws `encoding_unsupported`. */
export function readEncoding(header: string | undefined): Encoding {
  if (header === undefined || header === '') return 'identity';
  const name = header.trim().toLowerCase();
  // RFC 9110 requires treating the old name alike.
  const encoding = encodings.find((known) => known === (name === 'x-gzip' ? 'gzip' : name));
  if (encoding === 'zstd' && decompressZstd === undefined) {
    throw new SondeError('encoding_unsupported', {
      detail: `zstd needs Node.js 22.15, and this is ${process.version}`,
    });
  }
  if (encoding !== undefined) return encoding;
  throw new SondeError('encoding_unsupported', { detail: header.slice(0, 80) });
}

/**
 * Decompresses a body; a decompression bomb is cut off at the limit while it is read.
 *
 * @param maxOutputLength In bytes.
 *
 * Throws `body_too_large` or `body_truncated`.
 */
export async function decompress(
  body: Buffer,
  encoding: Encoding,
  maxOutputLength: number,
): Promise<Buffer> {
  try {
    switch (encoding) {
      case 'identity':
        return body;
      case 'gzip':
        return await decompressGzip(body, { maxOutputLength });
      case 'br':
        return await decompressBrotli(body, { maxOutputLength });
      case 'zstd':
        if (decompressZstd === undefined) return body;
        return await decompressZstd(body, { maxOutputLength, params: zstdParams });
    }
  } catch (error) {
    const tooLarge =
      error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (tooLarge) {
      throw new SondeError('body_too_large', {
        detail: `more than ${maxOutputLength} bytes decompressed`,
        cause: error,
      });
    }
    throw new SondeError('body_truncated', { detail: `not complete ${encoding}`, cause: error });
  }
}
