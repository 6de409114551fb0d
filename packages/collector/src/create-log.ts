import { type Logger, type LoggerOptions, pino } from 'pino';

/** The parts of stderr that the log uses. */
interface LogOutput {
  fd: number;
  isTTY?: boolean;
  hasColors?: () => boolean;
}

/**
 * The log, on stderr: JSON lines, or readable lines in a terminal. A line is written before the
 * call returns, so that the last one is not lost.
 */
export async function createLog(
  level: string,
  output: LogOutput = process.stderr,
): Promise<Logger> {
  const destination = { sync: true, dest: output.fd };
  const optionsWith = (write: (text: string) => string): LoggerOptions => ({
    level,
    formatters: { log: (fields) => clean(fields, write) as typeof fields },
    serializers: { err: (error) => clean(error, write) },
  });
  if (output.isTTY !== true) return pino(optionsWith(cut), pino.destination(destination));
  const { default: pretty } = await import('pino-pretty');
  return pino(
    optionsWith((text) => cut(text).replaceAll(controlCharacters, '\uFFFD')),
    pretty({
      destination: output.fd,
      sync: true,
      colorize: output.hasColors?.() === true,
      translateTime: 'SYS:HH:MM:ss',
      ignore: 'pid,hostname',
      singleLine: true,
    }),
  );
}

/**
 * Control characters except tab and line break, and characters that change the text direction.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are the subject
const controlCharacters = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

const charactersMax = 4_000;
const itemsMax = 100;

function cut(text: string): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax)}…`;
}

/**
 * Log entries may quote a client, so texts are shortened.
 *
 * @param write Makes a text safe for the log's output.
 */
function clean(value: unknown, write: (text: string) => string, levels = 8): unknown {
  if (typeof value === 'string') return write(value);
  if (typeof value !== 'object' || value === null) return value;
  // A circular value must not turn into a response with 500.
  if (levels === 0) return '…';
  const inside = (inner: unknown) => clean(inner, write, levels - 1);
  if (value instanceof Error) return inside({ ...pino.stdSerializers.err(value) });
  if (Array.isArray(value)) return value.slice(0, itemsMax).map(inside);
  const prototype = Object.getPrototypeOf(value);
  // Requests and responses have their own serializer, which selects what to log.
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value).slice(0, itemsMax);
  return Object.fromEntries(entries.map(([name, inner]) => [write(name), inside(inner)]));
}
