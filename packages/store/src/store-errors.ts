import { type ErrorCode, SondeError } from '@sonde/protocol';

/** The engine's error code and message. */
export function engineFailure(error: unknown): { code: number; message: string } {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' ? message : String(error);
  const written = /Code: (\d+)/.exec(text)?.[1];
  return { code: Number(written ?? code ?? 0) || Number(code) || 0, message: text };
}

const notEnoughSpace = 243;
const memoryLimitExceeded = 241;

/** Codes that concern the inserted rows, not the engine. */
const badDataCodes: ReadonlySet<number> = new Set([
  6, 25, 26, 27, 33, 38, 41, 53, 69, 70, 72, 117, 130, 131, 321, 349, 407, 636,
]);

/**
 * Whether an insert failed because of its own rows or their size, so that part of it may succeed.
 */
export function isOfThisCommit(error: unknown): boolean {
  const { code } = engineFailure(error);
  return code === memoryLimitExceeded || badDataCodes.has(code);
}

/** Whether a statement needed more memory than it may use, or than was left. */
export function isMemoryShort(error: unknown): boolean {
  return engineFailure(error).code === memoryLimitExceeded;
}

function isDiskFull(error: unknown): boolean {
  const { code, message } = engineFailure(error);
  return code === notEnoughSpace || /No space left on device|ENOSPC|errno: 28\b/.test(message);
}

const syntaxError = 62;

class RefusedRows extends Error {
  override name = 'RefusedRows';
}

/** Whether an append was rejected because of its rows, so that repeating it is useless. */
export function areRowsRefused(error: unknown): boolean {
  return error instanceof SondeError && error.cause instanceof RefusedRows;
}

/** Maps a failed insert to an error of the port. */
export function toAppendError(error: unknown): SondeError {
  if (error instanceof SondeError) return error;
  const { code } = engineFailure(error);
  if (code === syntaxError || badDataCodes.has(code)) {
    // The engine quotes rows or statements in its message, and the cause is logged.
    return fail(
      'store_unavailable',
      new RefusedRows(`the engine refused the rows with its code ${code}`),
    );
  }
  return fail(isDiskFull(error) ? 'disk_full' : 'store_unavailable', error);
}

/** Maps a failed query to an error of the port. */
export function toQueryError(error: unknown): SondeError {
  if (error instanceof SondeError) return error;
  if (isMemoryShort(error)) return fail('query_too_large', error);
  return fail('query_unavailable', error);
}

/** Maps a failure to open the store. */
export function toOpenError(error: unknown, directory: string): SondeError {
  if (error instanceof SondeError) return error;
  const { message } = engineFailure(error);
  if (/another (server|process)|Cannot lock file|already locked|in use/i.test(message)) {
    return new SondeError('data_directory_in_use', { detail: directory, cause: error });
  }
  if (isDiskFull(error)) return fail('disk_full', error);
  if (/Permission denied|Read-only file system|EACCES|EROFS/i.test(message)) {
    return new SondeError('data_directory_not_writable', { detail: directory, cause: error });
  }
  return new SondeError('data_corrupt', { detail: directory, cause: error });
}

function fail(code: ErrorCode, cause: unknown): SondeError {
  // The engine's message names files and statements, so it is only logged, as the cause.
  return new SondeError(code, { cause });
}
