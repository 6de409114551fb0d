import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@sonde/protocol';
import { createProblem, problemContentType } from './problem.js';
import { unansweredOf } from './unanswered-requests.js';

/** For a client to read the last answer of a connection that it does not close itself. */
const lingerMs = 2_000;

/**
 * Answers requests that are not valid HTTP, or do not arrive in time, and closes their connection.
 *
 * There is no request then, only a socket. Answers go out in the order of the requests, so those to
 * whole requests before it are waited for.
 */
export function createMalformedAnswer(
  onAnswer: (code: ErrorCode) => void = () => {},
): (error: Error & { code?: string }, socket: Socket) => Promise<void> {
  const answered = new WeakSet<Socket>();
  return async (error, socket) => {
    // Whatever follows is no HTTP either.
    if (answered.has(socket)) return;
    answered.add(socket);
    // One whose body is not whole will never be answered.
    const whole = [...unansweredOf(socket)].filter(([, request]) => request.complete);
    await Promise.all(whole.map(([response]) => once(response, 'close')));
    endWithProblem(error, socket, onAnswer);
  };
}

function endWithProblem(
  error: Error & { code?: string },
  socket: Socket,
  onAnswer: (code: ErrorCode) => void,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  // A slow client is told so: it must not take its events for refused.
  const code = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'request_malformed';
  onAnswer(code);
  const problem = createProblem(code, {
    detail: error.code ?? 'parse error',
    requestId: 'none',
  });
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n` +
      `Content-Type: ${problemContentType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
  // A client that keeps its side open would hold the connection, and what it has sent, for ever.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
