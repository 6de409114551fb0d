import { type Logger, pino } from 'pino';

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
  if (output.isTTY !== true) return pino({ level }, pino.destination(destination));
  const { default: pretty } = await import('pino-pretty');
  return pino(
    {
      level,
      formatters: { log: (fields) => clean(fields) as typeof fields },
      serializers: { err: (error) => clean(error) },
    },
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

/** Controls, but for tab and line break, and what turns the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
const orders = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** What is logged may quote what a client sent: no orders to a terminal. */
function clean(value: unknown, levels = 8): unknown {
  if (typeof value === 'string') return value.replaceAll(orders, '\uFFFD');
  if (typeof value !== 'object' || value === null) return value;
  // Whoever logs what goes round in circles is not to be answered 500 for it.
  if (levels === 0) return '…';
  if (value instanceof Error) return clean({ ...pino.stdSerializers.err(value) }, levels - 1);
  if (Array.isArray(value)) return value.map((item) => clean(item, levels - 1));
  const prototype = Object.getPrototypeOf(value);
  // A request or an answer of the server has a serializer of its own, which takes what it needs of it.
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [clean(name), clean(inner, levels - 1)]),
  );
}
