import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@sonde/protocol';
import { createProblem, problemContentType } from './problem.js';
import { unansweredOf } from './unanswered-requests.js';

/** Time for a client to read the last response before its connection is closed. */
const lingerMs = 2_000;

/**
 * Responds to requests that are not valid HTTP or do not arrive in time, and closes their
 * connection.
 *
 * There is only a socket then. Responses are sent in the order of the requests, so this one waits
 * for those to earlier complete requests.
 */
export function createMalformedResponse(
  onResponse: (code: ErrorCode) => void = () => {},
): (error: Error & { code?: string }, socket: Socket) => Promise<void> {
  const answered = new WeakSet<Socket>();
  return async (error, socket) => {
    // Later data is not HTTP either.
    if (answered.has(socket)) return;
    answered.add(socket);
    // Requests with incomplete bodies will never get a response.
    const whole = [...unansweredOf(socket)].filter(([, request]) => request.complete);
    await Promise.all(whole.map(([response]) => once(response, 'close')));
    endWithProblem(error, socket, onResponse);
  };
}

function endWithProblem(
  error: Error & { code?: string },
  socket: Socket,
  onResponse: (code: ErrorCode) => void,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  // A slow client must be able to tell that its events were not rejected.
  const code = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'request_malformed';
  onResponse(code);
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
  // A client that keeps its side open would hold the connection and its data for ever.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
