import { lstat } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ErrorCode, errorTable, SondeError } from '@sonde/protocol';
import type { OperatorStatus } from './operator-routes.js';
import { listSocketPlaces, type SocketPlace, socketName } from './socket-places.js';

/**
 * Sends a request to the collector as its operator; resolves with the response's JSON, or
 * undefined.
 *
 * Rejects with the error of the response, as a `SondeError`.
 */
export type AskOperator = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<unknown>;

/**
 * Finds the running collector of a data directory.
 *
 * @returns Undefined if none is running, or it has no socket yet.
 * @throws `operator_not_permitted`
 */
export async function findOperator(dataDirectory: string): Promise<AskOperator | undefined> {
  for (const place of await listSocketPlaces(dataDirectory).catch(() => [])) {
    const path = join(place.directory, socketName);
    if (!(await isTrusted(place, path, dataDirectory))) continue;
    if ((await send(path, 'GET', '/healthz')) === undefined) continue;
    const ask: AskOperator = async (...request) => {
      const response = await send(path, ...request);
      if (response !== undefined) return readResponse(response);
      throw new SondeError('operator_not_answering', { detail: dataDirectory });
    };
    return (...request) => ask(...request).catch((error) => nameLeader(error, ask));
  }
  return undefined;
}

/** Adds to `not_the_leader` which collector leads. */
async function nameLeader(error: unknown, ask: AskOperator): Promise<never> {
  if (!(error instanceof SondeError) || error.code !== 'not_the_leader') throw error;
  const { leader } = (await ask('GET', '/api/v1/operator')) as OperatorStatus;
  if (leader === null) throw error;
  const detail = `run this with the data directory of process ${leader.pid} on ${leader.host}, which leads`;
  throw new SondeError('not_the_leader', { detail, cause: error });
}

/**
 * A socket that another user made must not receive data meant for the collector. Anyone can create
 * one in the temporary directory; those are ignored.
 *
 * @returns False if there is none.
 */
async function isTrusted(
  place: SocketPlace,
  path: string,
  dataDirectory: string,
): Promise<boolean> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES' && !place.isOwn) throw notPermitted(path, error);
    return undefined;
  });
  if (found === undefined) return false;
  const owners = [process.getuid?.()];
  // Root may command the collector of the user who owns the data.
  if (owners[0] === 0) owners.push((await lstat(dataDirectory)).uid);
  const directory = place.isOwn ? await lstat(place.directory) : found;
  const isOurs = found.isSocket() && owners.includes(found.uid) && owners.includes(directory.uid);
  if (!isOurs && !place.isOwn) throw notPermitted(`${path} is not a socket of this user`);
  return isOurs;
}

interface OperatorResponse {
  status: number;
  body: string;
}

/** Undefined if nothing is listening. */
function send(
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<OperatorResponse | undefined> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath,
        method,
        path,
        agent: false,
        headers: {
          host: 'localhost',
          accept: 'application/json',
          ...(content === undefined
            ? {}
            : {
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(content),
              }),
        },
      },
      (response) => {
        text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), failed);
      },
    );
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined);
      else if (error.code === 'EACCES') reject(notPermitted(socketPath, error));
      // It stopped or was killed before it responded.
      else
        reject(new SondeError('operator_not_answering', { detail: error.message, cause: error }));
    };
    asked.on('error', failed);
    asked.end(content);
  });
}

function readResponse({ status, body }: OperatorResponse): unknown {
  const isGood = status >= 200 && status < 300;
  let value: unknown;
  try {
    value = body === '' ? undefined : JSON.parse(body);
  } catch {
    throw new SondeError('operator_not_answering', {
      detail: `the response is not JSON: ${status}`,
    });
  }
  if (isGood) return value;
  const { code, detail } = (value ?? {}) as { code?: unknown; detail?: unknown };
  if (typeof code !== 'string' || typeof detail !== 'string' || !isErrorCode(code)) {
    throw new SondeError('operator_not_answering', { detail: `response status ${status}` });
  }
  throw new SondeError(code, detail === errorTable[code].title ? {} : { detail });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

function notPermitted(detail: string, cause?: unknown): SondeError {
  return new SondeError('operator_not_permitted', { detail, cause });
}
