import { type Logger, type LoggerOptions, pino } from 'pino';

/** Where a log goes: stderr, as far as it is used. */
interface LogOutput {
  fd: number;
  isTTY?: boolean;
  hasColors?: () => boolean;
}

/**
 * The log, on stderr: one JSON object a line for whatever collects them, a line to read for a person at
 * a terminal. A line is written before the call returns, so that one about the end is not lost.
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
    optionsWith((text) => cut(text).replaceAll(orders, '\uFFFD')),
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

/** Controls, but for tab and line break, and what turns the direction of text: orders to a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
const orders = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

const charactersMax = 4_000;
const itemsMax = 100;

function cut(text: string): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax)}…`;
}

/**
 * What is logged may quote what a client sent: no more of it than somebody reads.
 *
 * @param write Makes a text fit for where the log goes.
 */
function clean(value: unknown, write: (text: string) => string, levels = 8): unknown {
  if (typeof value === 'string') return write(value);
  if (typeof value !== 'object' || value === null) return value;
  // Whoever logs what goes round in circles is not to be answered 500 for it.
  if (levels === 0) return '…';
  const inside = (inner: unknown) => clean(inner, write, levels - 1);
  if (value instanceof Error) return inside({ ...pino.stdSerializers.err(value) });
  if (Array.isArray(value)) return value.slice(0, itemsMax).map(inside);
  const prototype = Object.getPrototypeOf(value);
  // A request or an answer of the server has a serializer of its own, which takes what it needs of it.
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value).slice(0, itemsMax);
  return Object.fromEntries(entries.map(([name, inner]) => [write(name), inside(inner)]));
}
