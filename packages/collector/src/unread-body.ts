import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { hasBody } from './slow-bodies.js';

/** More than any client sends that could be let in. */
const discardedBytesMax = 64_000_000;
/** For a client to see that it was refused, and to stop. */
const lingerMs = 2_000;

/**
 * Reads the rest of a body and throws it away, before a request is refused.
 *
 * A connection that is closed while its client still writes is reset, and the client, or a proxy in
 * between, may then never see the answer.
 *
 * Resolves to false when the body is too long for that: the connection must be closed.
 */
export function discardBody(request: IncomingMessage): Promise<boolean> {
  const isThrough = () => request.complete || request.readableEnded || request.destroyed;
  if (!hasBody(request) || isThrough()) return Promise.resolve(true);
  if (Number(request.headers['content-length'] ?? 0) > discardedBytesMax) {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    let bytes = 0;
    const settle = (isWhole: boolean) => {
      request.off('data', count).off('end', end).off('error', end).off('close', end);
      request.on('error', () => {});
      resolve(isWhole);
    };
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > discardedBytesMax) settle(false);
    };
    const end = () => settle(true);
    request.on('data', count).on('end', end).on('error', end).on('close', end);
    request.resume();
  });
}

/**
 * An answer to a request whose body is too long to be read to its end.
 *
 * The text goes out whole. Its end, which closes the connection, waits until the client has stopped
 * sending, or for two seconds: until then what it sends is thrown away, for the reason given above.
 */
export function answerAndLinger(text: string, request: IncomingMessage): Readable {
  async function* parts() {
    yield text;
    request.resume();
    const stopped = once(request, 'close', { signal: AbortSignal.timeout(lingerMs) });
    await stopped.catch(() => {});
  }
  return Readable.from(parts());
}
