import type { IncomingMessage } from 'node:http';
import { SondeError } from '@sonde/protocol';
import type { Admission, Admissions, PatientAdmission } from './admission.js';

/** A body in memory, to be released when it is no longer needed. */
export interface AdmittedBody {
  body: Buffer;
  admission: Admission;
}

/**
 * Reads a body of at most `bytesMax` bytes; checks the declared length first, then the bytes read.
 *
 * Throws `body_too_large`, `body_truncated` if the client disconnects, `overloaded`, or
 * `request_timeout` if it was cut for being slow. The server discards the unread rest.
 */
export function readBody(
  request: IncomingMessage,
  { bytesMax, admit }: { bytesMax: number; admit: Admissions['admit'] },
): Promise<AdmittedBody> {
  return new Promise((resolve, reject) => {
    const tooLarge = () =>
      new SondeError('body_too_large', { detail: `more than ${bytesMax} bytes` });
    if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge();
    const admission = admit((reason) => refuse(reason));
    // One buffer instead of a list of chunks: a client that sends single bytes would create an
    // object for each.
    let arrived: Buffer = Buffer.alloc(0);
    let bytes = 0;
    const stop = () => {
      request.off('data', take).off('end', complete).off('error', abort).off('close', abort);
      // Later errors do not matter, but must be handled.
      request.on('error', () => {});
    };
    const refuse = (reason: unknown) => {
      stop();
      admission.release();
      arrived = Buffer.alloc(0);
      reject(reason);
    };
    const take = (chunk: Buffer) => {
      try {
        if (bytes + chunk.length > bytesMax) throw tooLarge();
        admission.grow(chunk.length);
      } catch (error) {
        refuse(error);
        return;
      }
      if (bytes === 0) arrived = chunk;
      else {
        if (bytes + chunk.length > arrived.length) arrived = enlarge(arrived, bytes + chunk.length);
        chunk.copy(arrived, bytes);
      }
      bytes += chunk.length;
    };
    const complete = () => {
      stop();
      admission.complete();
      resolve({ body: arrived.subarray(0, bytes), admission });
    };
    const abort = () => {
      refuse(new SondeError('body_truncated', { detail: 'the connection was closed' }));
    };
    request.on('data', take).on('end', complete).on('error', abort).on('close', abort);
  });
}

/**
 * Reads a body of at most `bytesMax` bytes, and waits for memory instead of refusing the request.
 *
 * Throws `body_too_large`, `body_truncated` if the client disconnects, or `request_timeout` if it
 * was cut for being slow.
 */
export async function readBodyPatiently(
  request: IncomingMessage,
  options: { bytesMax: number; admitPatiently: Admissions['admitPatiently'] },
): Promise<{ body: Buffer; admission: PatientAdmission }> {
  const { bytesMax, admitPatiently } = options;
  const tooLarge = () =>
    new SondeError('body_too_large', { detail: `more than ${bytesMax} bytes` });
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) throw tooLarge();
  let stop: (reason: SondeError) => void = () => {};
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = reject;
  });
  const admission = admitPatiently((reason) => stop(reason));
  let arrived: Buffer = Buffer.alloc(0);
  let bytes = 0;
  const read = async () => {
    // The rest of a body that is refused is read elsewhere, so that the client sees the response.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      if (bytes + chunk.length > bytesMax) throw tooLarge();
      await admission.grow(chunk.length);
      if (bytes + chunk.length > arrived.length) arrived = enlarge(arrived, bytes + chunk.length);
      chunk.copy(arrived, bytes);
      bytes += chunk.length;
    }
    admission.complete();
    return arrived.subarray(0, bytes);
  };
  try {
    return { body: await Promise.race([read(), stopped]), admission };
  } catch (error) {
    admission.release();
    if (error instanceof SondeError) throw error;
    throw new SondeError('body_truncated', { detail: 'the connection was closed' });
  }
}

/** A copy with room for twice so many bytes, so that a body is copied only a few times. */
function enlarge(buffer: Buffer, bytes: number): Buffer {
  const larger = Buffer.allocUnsafe(2 * bytes);
  buffer.copy(larger);
  return larger;
}
