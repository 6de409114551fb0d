import { type AdaptedTelemetry, runBody } from './run-body.js';

/** A flag as `parseArgs` of `node:util` returns it among its `tokens`. */
export interface ArgumentToken {
  readonly kind: string;
  readonly name?: string;
  readonly rawName?: string;
}

/** A command of a tool that parses its arguments itself. */
export interface PlainCommand {
  /** Its name below the tool's, for example `cache clear`; empty when the tool has no commands. */
  name: string;
  /**
   * Names of the flags that were typed, without dashes; or the tokens that `parseArgs` of `node:util`
   * returns with `tokens: true`; only their names are used. Default: none.
   */
  flags?: readonly (string | ArgumentToken)[];
  /** Positional arguments by name; only those that the catalog declares for the command are reported. */
  positionals?: Readonly<Record<string, unknown>>;
}

/**
 * Runs the body of a command of a tool that parses its arguments itself, and reports
 * `Command Invoked`, `Command Failed` and `Command Completed`. Returns or throws what `body` did; a promise of
 * any kind comes back as a plain `Promise`, without members such as `kill`.
 *
 * Call it once the arguments are valid and all checks have passed. Do not call it for help, version or
 * invalid arguments; they are not reported.
 *
 * @example
 * ```ts
 * import { parseArgs } from 'node:util';
 * import { createTelemetry } from 'sonde';
 * import { reportCommand } from 'sonde/plain';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createTelemetry({ catalog, version: '1.4.0', endpoint: 'https://telemetry.example.com' });
 * const { positionals, tokens } = parseArgs({
 *   options: { all: { type: 'boolean' }, 'no-telemetry': { type: 'boolean' } },
 *   allowPositionals: true,
 *   tokens: true,
 * });
 * const [name, ...rest] = positionals;
 * if (name === 'telemetry') {
 *   process.exitCode = await telemetry.runCommand(rest);
 * } else if (name === 'list') {
 *   await reportCommand(telemetry, { name, flags: tokens }, () => console.log('nothing yet'));
 * }
 * ```
 */
export function reportCommand<Result>(
  telemetry: AdaptedTelemetry,
  command: PlainCommand,
  body: () => Result,
): Result {
  return runBody(
    telemetry,
    {
      // Untyped callers may pass anything; the body always runs.
      path: `${command?.name ?? ''}`.split(' ').filter((name) => name !== ''),
      flags: () => [...new Set((command.flags ?? []).flatMap(nameOf))],
      positionals: () => command.positionals ?? {},
    },
    body,
  );
}

function nameOf(flag: string | ArgumentToken): string[] {
  if (typeof flag === 'string') return [flag];
  if (flag.kind !== 'option' || flag.name === undefined) return [];
  return [flag.rawName === `--no-${flag.name}` ? `no-${flag.name}` : flag.name];
}
