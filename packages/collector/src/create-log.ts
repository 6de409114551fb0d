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
    { level, serializers: { err: (error: Error) => printable(pino.stdSerializers.err(error)) } },
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

/** Texts of an error are shown as they are, and may quote what a client sent: no orders to a terminal. */
function printable<Fields extends object>(error: Fields): Fields {
  const shown = Object.entries(error).map(([name, value]) => [
    name,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
    typeof value === 'string' ? value.replaceAll(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, '\uFFFD') : value,
  ]);
  return Object.fromEntries(shown) as Fields;
}
