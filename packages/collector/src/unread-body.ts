import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasBody } from './slow-bodies.js';

/** More than any legitimate client sends. */
const discardedBytesMax = 64_000_000;
/** Time for a client to notice the refusal and stop. */
const lingerMs = 2_000;

/**
 * Reads and discards the rest of a body before a request is refused.
 *
 * If a connection is closed while its client is still writing, it is reset, and the client or a
 * proxy may never see the response.
 *
 * Resolves to false if the body is too long for that: the connection must be closed.
 */
function discardBody(request: IncomingMessage): Promise<boolean> {
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
 * A response to a request whose body is too long to read to its end.
 *
 * The text is sent at once. The end, which closes the connection, waits until the client has
 * stopped sending, or for two seconds; data sent until then is discarded, for the reason given
 * above.
 */
function answerAndLinger(text: string, request: IncomingMessage): Readable {
  async function* parts() {
    yield text;
    request.resume();
    const stopped = once(request, 'close', { signal: AbortSignal.timeout(lingerMs) });
    await stopped.catch(() => {});
  }
  return Readable.from(parts());
}

/**
 * Sends a response once the body of its request has been read to its end, or has proved too long.
 *
 * @param options.waits False for a body that is not waited for, because it was too slow.
 */
export async function replyAfterBody(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  text: string,
  { waits = true } = {},
): Promise<void> {
  const isWhole = waits ? await discardBody(raw) : raw.complete;
  if (isWhole) reply.send(text);
  else reply.header('connection', 'close').send(answerAndLinger(text, raw));
}
