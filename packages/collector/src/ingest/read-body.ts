import type { IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';

/** The length the client declared in bytes; undefined when it sends in chunks. */
export function declaredBytes(request: IncomingMessage): number | undefined {
  const header = request.headers['content-length'];
  return header === undefined ? undefined : Number(header);
}

/**
 * Reads a body of at most `bytesMax` bytes, by its declared length and again while reading.
 *
 * Throws `body_too_large`, or `body_truncated` when the client goes away. What is not read is left
 * for the server to discard, so that the client can read the answer.
 */
export function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const tooLarge = () =>
    new SondeError('body_too_large', { detail: `more than ${bytesMax} bytes` });
  return new Promise((resolve, reject) => {
    if ((declaredBytes(request) ?? 0) > bytesMax) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (end: () => void) => {
      request.off('data', take).off('end', complete).off('error', fail).off('close', abort);
      // An error after this is nobody's business, but must not be unhandled.
      request.on('error', () => {});
      end();
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) {
        settle(() => reject(tooLarge()));
        request.resume();
      } else chunks.push(chunk);
    };
    const complete = () => {
      const [first] = chunks;
      const body =
        chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, bytes);
      settle(() => resolve(body));
    };
    const abort = () => {
      settle(() =>
        reject(new SondeError('body_truncated', { detail: 'the connection broke off' })),
      );
    };
    const fail = () => abort();
    request.on('data', take).on('end', complete).on('error', fail).on('close', abort);
  });
}
