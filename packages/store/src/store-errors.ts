import { type ErrorCode, SondeError } from '@sonde/protocol';

/** What the engine says of a failure: its code as a number, and its words. */
function engineFailure(error: unknown): { code: number; message: string } {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const text = typeof message === 'string' ? message : String(error);
  const written = /Code: (\d+)/.exec(text)?.[1];
  return { code: Number(written ?? code ?? 0) || Number(code) || 0, message: text };
}

const notEnoughSpace = 243;
const memoryLimitExceeded = 241;

/** Codes that speak of what was inserted rather than of the engine. */
const badDataCodes: ReadonlySet<number> = new Set([
  6, 25, 26, 27, 33, 38, 41, 53, 69, 70, 72, 117, 130, 131, 321, 349, 407, 636,
]);

/** Whether an insert failed because of its own rows or their size, so that a part of them may not fail. */
export function isOfThisCommit(error: unknown): boolean {
  const { code } = engineFailure(error);
  return code === memoryLimitExceeded || badDataCodes.has(code);
}

function isDiskFull(error: unknown): boolean {
  const { code, message } = engineFailure(error);
  return code === notEnoughSpace || /No space left on device|ENOSPC|errno: 28\b/.test(message);
}

const syntaxError = 62;

/** A failed insert as the port reports it. */
export function toAppendError(error: unknown): SondeError {
  if (error instanceof SondeError) return error;
  const { code } = engineFailure(error);
  if (code === syntaxError || badDataCodes.has(code)) {
    // The engine quotes the rows or the statement that holds them, and the cause goes to the log.
    return fail(
      'store_unavailable',
      new Error(`the engine refused the rows with its code ${code}`),
    );
  }
  return fail(isDiskFull(error) ? 'disk_full' : 'store_unavailable', error);
}

/** A failed question as the port reports it. */
export function toQueryError(error: unknown): SondeError {
  if (error instanceof SondeError) return error;
  if (engineFailure(error).code === memoryLimitExceeded) return fail('query_too_large', error);
  return fail('question_unavailable', error);
}

/** A store that would not open. */
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
  // The engine's own words name files and statements: they are for the log, as the cause.
  return new SondeError(code, { cause });
}
