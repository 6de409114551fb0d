import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SondeError } from '@sonde/protocol';
import { Command, CommanderError } from 'commander';
import { createCatalogCommand } from './catalog/catalog-commands.js';
import { adviseOn } from './collector/advice.js';
import { createCollectorCommands } from './collector/collector-commands.js';
import { createConformanceCommand } from './conformance/conformance-command.js';
import { createMcpCommand } from './mcp/mcp-command.js';
import type { Output } from './output.js';

const output: Output = {
  print: (text) => {
    process.stdout.write(text);
  },
  note: (line) => {
    process.stderr.write(`${line}\n`);
  },
};

/** The build puts it there. */
const senderPath = fileURLToPath(new URL('../dist/sender.cjs', import.meta.url));

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Prints commander's usage errors in the form of all other errors. */
function writeUsageError(text: string, write: (text: string) => void): void {
  write(
    describeFailure(
      new SondeError('option_invalid', {
        detail: text
          .replace(/^error: /, '')
          .trimEnd()
          .replaceAll('\n', ' '),
      }),
    ),
  );
}

/** The program `sonde`; it does not run yet. */
function createProgram(): Command {
  const program = new Command('sonde')
    .description('Tools for maintainers of a command-line tool that uses Sonde.')
    .version(readVersion())
    .configureHelp({ showGlobalOptions: false })
    .addCommand(createCatalogCommand(output))
    .addCommand(createConformanceCommand(output, senderPath))
    .addCommand(createMcpCommand(readVersion()));
  for (const command of createCollectorCommands(output)) program.addCommand(command);
  // Added commands do not inherit settings of their parent.
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  for (const command of all(program)) {
    command.exitOverride().configureOutput({ outputError: writeUsageError });
  }
  return program;
}

/** Runs the program; resolves with the exit code: 1 after a failure, 2 after a usage error. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', endByOutput);
  try {
    await createProgram().parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Usage errors, help and version have already been printed.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(describeFailure(error));
    if (error instanceof SondeError && error.code === 'cancelled') endBySignal(error.detail);
    return error instanceof SondeError && error.code === 'option_invalid' ? 2 : 1;
  }
}

/** The reader of the output may stop early; that is not a failure. A full disk is one. */
function endByOutput(cause: NodeJS.ErrnoException): void {
  if (cause.code === 'EPIPE') return;
  const detail = `stdout: ${cause.message}`;
  process.stderr.write(describeFailure(new SondeError('file_not_writable', { detail, cause })));
  process.exit(1);
}

/** Ends the process by the signal that cancelled it: a shell's loop continues after any exit code. */
function endBySignal(signal: string | undefined): void {
  if (signal !== undefined) process.kill(process.pid, signal);
}

function describeFailure(error: unknown): string {
  if (error instanceof SondeError) {
    return `sonde: ${error.code}: ${error.message}\n${adviseOn(error)}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `sonde: internal: ${stack}\n`;
}
