import { SondeError } from '@sonde/protocol';
import { engineFailure, toQueryError } from '../store-errors.js';
import { mostResultBytes, secondsAtMost } from './limits.js';

/** Codes of the engine. */
const outOfTime = 159;
const syntaxError = 62;
const tooManyBytes = new Set([158, 307, 396]);
/** A value of the data could not be converted. Its message would quote the value. */
const notConverted = new Set([6, 27, 38, 41, 72]);
/** The connection to the engine or the engine itself, not the query. */
const notOfTheQuery = new Set([
  3, 74, 75, 76, 164, 192, 202, 209, 210, 236, 241, 242, 243, 279, 291, 344, 373, 394, 425, 439,
  497, 516, 999, 1002,
]);

/** An error of the engine in running somebody's query, in words that say what to change. */
export function toSqlError(error: unknown): SondeError {
  if (error instanceof SondeError) return error;
  const { code, message } = engineFailure(error);
  if (code === outOfTime) {
    return new SondeError('sql_limit_exceeded', {
      detail: `it ran for more than ${secondsAtMost} s`,
      cause: error,
    });
  }
  if (tooManyBytes.has(code)) return tooLarge(error);
  if (code === 0 || notOfTheQuery.has(code)) return toQueryError(error);
  const detail = notConverted.has(code)
    ? 'A value could not be converted; use a function that returns NULL for it, such as toInt64OrNull.'
    : code === syntaxError
      ? 'The engine cannot read it. Look at commas, operators and the arguments of functions.'
      : describe(message);
  return new SondeError('sql_invalid', { detail, cause: error });
}

/** The result has more bytes than a response may have. */
export function tooLarge(cause?: unknown): SondeError {
  return new SondeError('sql_limit_exceeded', {
    detail: `the result is larger than ${mostResultBytes / 1_000_000} MB`,
    cause,
  });
}

/** The engine's words, without the statement that they may quote. */
function describe(message: string): string {
  const unknown = /[Uu]nknown (?:expression )?identifier [`'"]?([^`'" ]+)/.exec(message)?.[1];
  const meant = /Maybe you meant: \[([^\]]*)\]/.exec(message)?.[1];
  if (unknown !== undefined) {
    const hint = meant === undefined ? '' : ` Did you mean ${meant.replaceAll("'", '')}?`;
    return `There is no column ${unknown}.${hint}`;
  }
  const [words] = message
    .replace(/^.*?DB::Exception: /s, '')
    .replace(/^Code: \d+\. /, '')
    .replace(/\b__table\d+\./g, '')
    .split(
      /[.:,]? (?:[Ii]n scope|[Ww]hile|[Ii]n query|[Ii]n block|[Ss]tack trace)\b|\n| \([A-Z_]+\)|\(SELECT|view_/,
    );
  return `${(words ?? '').slice(0, 300)}`;
}
