import type { CommandOutput } from '../telemetry.js';
import { disable, enable } from './change-setting.js';
import type { CommandContext, CommandSource } from './command-context.js';
import { CommandError } from './command-error.js';
import { type TelemetryCommand, telemetryCommands } from './command-list.js';
import { processOutput } from './command-output.js';
import { deleteSent } from './delete.js';
import { doctor } from './doctor.js';
import { log } from './log.js';
import { status } from './status.js';

type Handler = (context: CommandContext) => number | Promise<number>;

const handlers: Record<TelemetryCommand['name'], Handler> = {
  status,
  doctor,
  enable,
  disable,
  log,
  delete: deleteSent,
};

const succeeded = 0;
const failed = 1;

/** Removes the option for JSON output from `argv`; false if there is none. */
function takeJson(argv: string[]): boolean {
  for (const given of [
    ['--json'],
    ['-o', 'json'],
    ['--output', 'json'],
    ['--output=json'],
    ['-ojson'],
  ]) {
    const at = argv.findIndex((_text, from) =>
      given.every((part, offset) => argv[from + offset] === part),
    );
    if (at >= 0) {
      argv.splice(at, given.length);
      return true;
    }
  }
  return false;
}

function usage(prefix: string): string {
  const width = Math.max(...telemetryCommands.map(({ name }) => name.length));
  return [
    `Usage: ${prefix}<command> [--json]`,
    '',
    ...telemetryCommands.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`),
    '',
    `"delete" also takes --forget: ${telemetryCommands.find(({ name }) => name === 'delete')?.options.forget}.`,
    '',
  ].join('\n');
}

/**
 * Runs a command under `<tool> telemetry` and returns its exit code. Never throws. The command itself is
 * not reported.
 *
 * @public Loaded by the name of its file.
 */
export async function runTelemetryCommand(
  source: CommandSource,
  argv: readonly string[],
  output: CommandOutput = processOutput,
): Promise<number> {
  const { commandPrefix } = source.host;
  const rest = argv.filter((text) => text !== '--no-telemetry');
  const isJson = takeJson(rest);
  const [name, ...others] = rest;
  if (name === undefined || name === '--help' || name === '-h' || others.includes('--help')) {
    output.stdout(usage(commandPrefix));
    return succeeded;
  }
  const command = telemetryCommands.find((each) => each.name === name);
  const known = Object.keys(command?.options ?? {}).map((option) => `--${option}`);
  const surplus = others.find((text) => !known.includes(text));
  if (command === undefined || surplus !== undefined) {
    const unknown = command === undefined ? name : surplus;
    output.stderr(
      `${commandPrefix.trimEnd()}: unknown command or option ${JSON.stringify(unknown)}.\n${usage(commandPrefix)}`,
    );
    return failed;
  }
  try {
    const isForgetting = others.includes('--forget');
    return await handlers[command.name]({ ...source, output, isJson, isForgetting });
  } catch (error) {
    const reason = error instanceof CommandError ? error.message : String(error);
    output.stderr(`${commandPrefix}${command.name}: ${reason}\n`);
    return failed;
  }
}
