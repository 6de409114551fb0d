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
    throw new InvalidArgumentError('Not a number above 0.');
  return value;
}

function expression(text: string, before: readonly RegExp[] = []): RegExp[] {
  try {
    return [...before, new RegExp(text, 'g')];
  } catch {
    throw new InvalidArgumentError('Not a regular expression.');
  }
}

/** The tool's name, from the program or from the script that a runtime is given. */
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
      // biome-ignore lint/style/noProcessEnv: what the user names is passed on, so that it is in no argument
      const own = process.env[name];
      if (own === undefined) {
        throw new SondeError('option_invalid', {
          detail: `--env ${name}: there is no such variable`,
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
    throw new SondeError('option_invalid', { detail: 'no command; give it behind --' });
  }
  const tool = options.tool ?? guessTool(command);
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(tool)) {
    throw new SondeError('option_invalid', {
      detail: `${JSON.stringify(tool)} is no tool; name it with --tool`,
    });
  }
  if (
    options.cwd !== undefined &&
    !statSync(options.cwd, { throwIfNoEntry: false })?.isDirectory()
  ) {
    throw new SondeError('option_invalid', { detail: `--cwd: ${options.cwd} is no directory` });
  }
  return {
    // Runs take place in another directory.
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

/** Leaves nothing on the machine when it is stopped early. */
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
    .description('try a real command that embeds the SDK against everything that can go wrong')
    .argument('[command...]', 'the command, behind --; it must exit by itself and record events')
    .option('--tool <name>', 'name of the tool; default: that of the program')
    .option('--cwd <directory>', 'copied for each run; default: an empty directory')
    .option(
      '--env <name[=value]>',
      'a variable that the command needs; without a value it is passed on',
      append,
    )
    .option('--json <arguments>', 'arguments that make the output JSON, like "-o json"')
    .option('--ignore <expression>', 'part of the output that differs from run to run', expression)
    .option('--case <pattern>', 'only these cases; * stands for anything', append)
    .option('--except <pattern>', 'all but these cases', append)
    .option('--list', 'list the cases and do nothing')
    .option('--jobs <number>', 'cases at the same time; default: three a processor', number)
    .option('--timeout <seconds>', 'the longest a run may take', number, 60)
    .option(
      '--margin <milliseconds>',
      'how much longer than without telemetry a run may take',
      number,
      1_500,
    )
    .option(
      '--sender <file>',
      'sender.cjs of the SDK that the tool embeds; default: that of this version',
    )
    .addOption(new Option('-o, --output <format>').choices(resultFormats).default('text'))
    .action(async (command: readonly string[], options: ConformanceOptions) => {
      const cases = listCases({ patterns: options.case ?? [], except: options.except ?? [] });
      if (cases.length === 0) {
        throw new SondeError('option_invalid', {
          detail: 'no case is left by --case and --except; see --list',
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
