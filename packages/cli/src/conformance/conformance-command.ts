import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, extname, resolve } from 'node:path';
import { SondeError } from '@sonde/protocol';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Output } from '../output.js';
import { listCases } from './list-cases.js';
import { type ResultFormat, renderLine, renderResults, resultFormats } from './render-results.js';
import { runConformance } from './run-conformance.js';
import { removeSandboxes } from './sandbox.js';
import type { Subject } from './subject.js';

interface ConformanceOptions {
  tool?: string;
  cwd?: string;
  env?: readonly string[];
  json?: string;
  ignore?: readonly RegExp[];
  case?: readonly string[];
  except?: readonly string[];
  list?: true;
  jobs?: number;
  timeout: number;
  margin: number;
  sender?: string;
  output: ResultFormat;
}

const append = (value: string, before: readonly string[] = []) => [...before, value];

function number(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('Must be a number above 0.');
  return value;
}

function expression(text: string, before: readonly RegExp[] = []): RegExp[] {
  try {
    return [...before, new RegExp(text, 'g')];
  } catch {
    throw new InvalidArgumentError('Must be a regular expression.');
  }
}

/** The tool's name: the program, or the script that a runtime executes. */
function guessTool(command: readonly string[]): string {
  const isRuntime = /^(node|nodejs|bun|deno|tsx)$/;
  const program = command.find((part) => !part.startsWith('-') && !isRuntime.test(basename(part)));
  const name = basename(program ?? '');
  return name.slice(0, name.length - extname(name).length);
}

/** Variables by name; one without a value is taken from this process. */
function readVariables(given: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    given.map((text): [string, string] => {
      const [name = '', ...value] = text.split('=');
      if (value.length > 0) return [name, value.join('=')];
      // biome-ignore lint/style/noProcessEnv: passed by name, the value is in no argument
      const own = process.env[name];
      if (own === undefined) {
        throw new SondeError('option_invalid', {
          detail: `--env ${name}: the variable is not set`,
        });
      }
      return [name, own];
    }),
  );
}

function readSubject(
  command: readonly string[],
  options: ConformanceOptions & { sender: string },
): Subject {
  const [program, ...rest] = command;
  if (program === undefined) {
    throw new SondeError('option_invalid', { detail: 'no command; put it after --' });
  }
  const tool = options.tool ?? guessTool(command);
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(tool)) {
    throw new SondeError('option_invalid', {
      detail: `${JSON.stringify(tool)} is not a tool name; set it with --tool`,
    });
  }
  if (
    options.cwd !== undefined &&
    !statSync(options.cwd, { throwIfNoEntry: false })?.isDirectory()
  ) {
    throw new SondeError('option_invalid', { detail: `--cwd: ${options.cwd} is not a directory` });
  }
  return {
    // Runs have another working directory.
    command: [program.includes('/') ? resolve(program) : program, ...rest],
    tool,
    environment: readVariables(options.env),
    workingDirectory: options.cwd,
    timeoutMs: options.timeout * 1_000,
    marginMs: options.margin,
    jsonArguments: options.json?.split(' ').filter((part) => part !== ''),
    ignore: options.ignore ?? [],
    senderPath: options.sender,
  };
}

/** Removes everything from the machine if it is stopped early. */
function cleanUpOnSignals(): void {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      removeSandboxes();
      process.exit(code);
    });
  }
}

/**
 * `sonde conformance -- <command …>`.
 *
 * @param senderPath `sender.cjs` of the SDK of this version.
 */
export function createConformanceCommand(output: Output, senderPath: string): Command {
  return new Command('conformance')
    .description(
      'test that telemetry never disturbs a command: run it while network, disk or process fail',
    )
    .argument('[command...]', 'command to test, after --; it must exit by itself and record events')
    .option('--tool <name>', 'name of the tool; default: the program’s name')
    .option('--cwd <directory>', 'working directory, copied for each run; default: empty')
    .option('--env <name[=value]>', 'variable for the command; without a value: passed on', append)
    .option('--json <arguments>', 'arguments that select JSON output, such as "-o json"')
    .option(
      '--ignore <expression>',
      'regular expression for output that varies between runs',
      expression,
    )
    .option('--case <pattern>', 'only these cases; * matches anything', append)
    .option('--except <pattern>', 'all but these cases', append)
    .option('--list', 'list the cases and exit')
    .option('--jobs <number>', 'concurrent cases; default: three per processor', number)
    .option('--timeout <seconds>', 'maximum duration of a run', number, 60)
    .option('--margin <milliseconds>', 'time that telemetry may add to a run', number, 1_500)
    .option('--sender <file>', 'sender.cjs of the tool’s SDK; default: this version’s')
    .addOption(new Option('-o, --output <format>').choices(resultFormats).default('text'))
    .action(async (command: readonly string[], options: ConformanceOptions) => {
      const cases = listCases({ patterns: options.case ?? [], except: options.except ?? [] });
      if (cases.length === 0) {
        throw new SondeError('option_invalid', {
          detail: '--case and --except exclude every case; see --list',
        });
      }
      if (options.list) {
        for (const { name, title } of cases) output.print(`${name.padEnd(30)}  ${title}\n`);
        return;
      }
      const subject = readSubject(command, { ...options, sender: options.sender ?? senderPath });
      cleanUpOnSignals();
      const results = await runConformance({
        subject,
        cases,
        jobs: Math.ceil(options.jobs ?? availableParallelism() * 3),
        onResult: (result) => {
          if (options.output === 'text') output.print(`${renderLine(result)}\n`);
        },
      });
      output.print(renderResults(results, options.output));
      const failed = results.filter(({ finding }) => finding.outcome === 'failed');
      if (failed.length > 0) {
        throw new SondeError('conformance_failed', {
          detail: failed.map(({ name }) => name).join(', '),
        });
      }
    });
}
