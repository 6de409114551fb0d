import type { Command } from 'commander';
import { instrument } from 'sonde/commander';
import { CliError, exitCodes } from './cli-error.js';
import { complete } from './completion.js';
import { type CommandContext, createContext } from './context.js';
import { readProfiles } from './profiles.js';
import { createProgram } from './program.js';
import { readRelease } from './release.js';
import { readSettings } from './settings.js';
import { createOrbitTelemetry } from './telemetry.js';
import { noticeUpdate } from './update-notice.js';

// biome-ignore lint/style/noProcessEnv: this is the entry, and passes it on
const env = process.env;

const cancellation = new AbortController();
let interruptedAt: number | undefined;
process.on('SIGINT', () => {
  interruptedAt ??= performance.now();
  // Some runners forward the Ctrl-C that the terminal has already sent; a later one is from the
  // user.
  if (performance.now() - interruptedAt > 1000) process.exit(exitCodes.cancelled);
  cancellation.abort();
});
const release = readRelease(env.ORBIT_VERSION_OVERRIDE);
const telemetry = createOrbitTelemetry(release);
// A closed stderr is not a failure.
process.stderr.on('error', () => undefined);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of our output may stop early (orbit application list | head -1); that is not a
  // failure.
  if (error.code === 'EPIPE') return;
  telemetry.setError(error);
  process.exitCode = exitCodes.error;
  process.stderr.write(`Error: The result cannot be written (${error.code}).\n`);
});
let context: CommandContext | undefined;
const program = createProgram(release, () => {
  context ??= createContext({
    settings: readSettings(env),
    release,
    telemetry,
    signal: cancellation.signal,
  });
  return context;
});
instrument(program, telemetry);

/** The command that ran, as opposed to help and usage errors. */
let ran: Command | undefined;
program.hook('preAction', (_program, command) => {
  ran = command;
});

const [first, second, ...words] = process.argv.slice(2);
try {
  if (first === undefined) program.outputHelp();
  else if (first === 'complete' && second === '--') {
    await complete(program, words, () => readProfiles(readSettings(env)));
  } else await program.parseAsync();
} catch (error) {
  process.exitCode = error instanceof CliError ? error.exitCode : exitCodes.error;
  reportError(error);
}

// The search for a newer version does not count as part of the command.
telemetry.endCommand();
// JSON output is for programs, not people.
if (context !== undefined && ran?.opts().output !== 'json') {
  noticeUpdate(context.settings, release);
}

function reportError(error: unknown): void {
  if (!(error instanceof CliError)) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.stderr.write('This is a bug in orbit; please report it.\n');
    return;
  }
  const prefix = error.exitCode === exitCodes.cancelled ? '' : 'Error: ';
  process.stderr.write(`${prefix}${error.message}\n`);
  if (error.hint !== undefined) process.stderr.write(`${error.hint}\n`);
}
