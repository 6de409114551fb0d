interface ProgramFile {
  name: string;
  code: string;
}

export interface ProgramOptions {
  /** The collector's address. */
  endpoint: string;
  /** Write key; undefined if none is needed. */
  key: string | undefined;
}

export interface Framework {
  /** Its package; `node` without one. */
  id: string;
  title: string;
  /** What the adapter is attached to, in words. */
  attached: string;
  files: (options: ProgramOptions) => ProgramFile[];
}

/** How the programs are run. */
export const runCommand = 'node lantern.mjs list';

const telemetryOf = ({ endpoint, key }: ProgramOptions) =>
  `const telemetry = createTelemetry({
  catalog: defineCatalog({ tool: 'lantern' }),
  version: '1.0.0',
  endpoint: '${endpoint}',${key === undefined ? '' : `\n  key: '${key}',`}
});`;

/** A program of one file. */
const oneFile =
  (write: (telemetry: string) => string): Framework['files'] =>
  (options) => [{ name: 'lantern.mjs', code: write(telemetryOf(options)) }];

/** The smallest program of each framework that reports a command. docs/adapters.md has them too. */
export const frameworks: readonly Framework[] = [
  {
    id: 'commander',
    title: 'commander',
    attached: 'after your commands are defined',
    files: oneFile(
      (telemetry) => `import { Command } from 'commander';
import { createTelemetry, defineCatalog } from 'sonde';
import { instrument } from 'sonde/commander';

${telemetry}
const program = new Command('lantern');
program.command('list').action(() => console.log('nothing yet'));
instrument(program, telemetry);
await program.parseAsync();`,
    ),
  },
  {
    id: 'yargs',
    title: 'yargs',
    attached: 'after your commands are defined',
    files: oneFile(
      (telemetry) => `import { createTelemetry, defineCatalog } from 'sonde';
import { instrument } from 'sonde/yargs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';

${telemetry}
const program = yargs(hideBin(process.argv))
  .scriptName('lantern')
  .command('list', 'list the lights', {}, () => console.log('nothing yet'));
instrument(program, telemetry);
await program.parseAsync();`,
    ),
  },
  {
    id: 'oclif',
    title: 'oclif',
    attached: 'with the plugin in package.json, before execute',
    files: (options) => [
      {
        name: 'package.json',
        code: `{
  "type": "module",
  "oclif": {
    "bin": "lantern",
    "commands": { "strategy": "explicit", "target": "./commands.js" },
    "plugins": ["sonde"]
  }
}`,
      },
      {
        name: 'commands.js',
        code: `import { Command } from '@oclif/core';

class List extends Command {
  async run() {
    this.log('nothing yet');
  }
}

export default { list: List };`,
      },
      {
        name: 'lantern.mjs',
        code: `import { execute } from '@oclif/core';
import { createTelemetry, defineCatalog } from 'sonde';
import { instrument } from 'sonde/oclif';

${telemetryOf(options)}
instrument(telemetry);
await execute({ dir: import.meta.url });`,
      },
    ],
  },
  {
    id: 'citty',
    title: 'citty',
    attached: 'where you run the main command',
    files: oneFile(
      (telemetry) => `import { defineCommand, runMain } from 'citty';
import { createTelemetry, defineCatalog } from 'sonde';
import { instrument } from 'sonde/citty';

${telemetry}
const list = defineCommand({
  meta: { name: 'list' },
  run: () => console.log('nothing yet'),
});
const main = defineCommand({ meta: { name: 'lantern' }, subCommands: { list } });
await runMain(instrument(main, telemetry));`,
    ),
  },
  {
    id: 'clipanion',
    title: 'clipanion',
    attached: 'after your commands are registered',
    files: oneFile(
      (telemetry) => `import { Cli, Command } from 'clipanion';
import { createTelemetry, defineCatalog } from 'sonde';
import { instrument } from 'sonde/clipanion';

${telemetry}
class ListCommand extends Command {
  static paths = [['list']];

  async execute() {
    this.context.stdout.write('nothing yet\\n');
  }
}
const cli = new Cli({ binaryName: 'lantern' });
cli.register(ListCommand);
instrument(cli, telemetry);
await cli.runExit(process.argv.slice(2));`,
    ),
  },
  {
    id: 'cac',
    title: 'cac',
    attached: 'after your commands are defined',
    files: oneFile(
      (telemetry) => `import { cac } from 'cac';
import { createTelemetry, defineCatalog } from 'sonde';
import { instrument } from 'sonde/cac';

${telemetry}
const cli = cac('lantern');
cli.command('list', 'list the lights').action(() => console.log('nothing yet'));
instrument(cli, telemetry);
cli.parse();`,
    ),
  },
  {
    id: 'node',
    title: 'No framework',
    attached: 'around the body of each command',
    files: oneFile(
      (telemetry) => `import { parseArgs } from 'node:util';
import { createTelemetry, defineCatalog } from 'sonde';
import { reportCommand } from 'sonde/plain';

${telemetry}
const [name, ...rest] = process.argv.slice(2);
if (name === 'telemetry') {
  process.exitCode = await telemetry.runCommand(rest);
} else if (name === 'list') {
  const { tokens } = parseArgs({
    args: rest,
    options: { all: { type: 'boolean' }, 'no-telemetry': { type: 'boolean' } },
    tokens: true,
  });
  await reportCommand(telemetry, { name, flags: tokens }, () => console.log('nothing yet'));
}`,
    ),
  },
];

const storageName = 'sonde-framework';

/** The framework that was last chosen in this browser, or the first. */
export function readFramework(): string {
  try {
    const kept = globalThis.localStorage.getItem(storageName);
    const found = frameworks.find(({ id }) => id === kept);
    if (found !== undefined) return found.id;
  } catch {
    // Storage can be blocked; then the first one is shown.
  }
  return frameworks[0]?.id ?? '';
}

export function keepFramework(id: string): void {
  try {
    globalThis.localStorage.setItem(storageName, id);
  } catch {
    // This affects only the next visit.
  }
}
