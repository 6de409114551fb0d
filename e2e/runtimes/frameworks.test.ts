// The packed SDK, installed with every framework that has an adapter, in common versions.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { someOf } from '@sonde/test-share';
import { afterAll, expect, test } from 'vitest';
import { project, runtimes } from './tool-variants.js';

const directory = mkdtempSync(join(tmpdir(), 'sonde-frameworks-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const tarball = readdirSync(project).find((name) => name.endsWith('.tgz')) ?? '';

/** Programs with one command, `clear`, as each framework has them. */
const programs: Record<string, string> = {
  commander: `
    import * as commander from 'commander';
    const { Command } = commander.default ?? commander;
    const program = new Command('fix-ture');
    program.command('clear').action(clear);
    instrument(program, telemetry);
    program.parse(process.argv);`,
  yargs: `
    import yargs from 'yargs';
    const program = yargs(process.argv.slice(2)).command('clear', 'clears', {}, clear);
    instrument(program, telemetry);
    program.parse();`,
  cac: `
    import { cac } from 'cac';
    const program = cac('fix-ture');
    program.command('clear').action(clear);
    instrument(program, telemetry);
    program.parse();`,
  citty: `
    import { defineCommand, runMain } from 'citty';
    const main = defineCommand({ subCommands: { clear: defineCommand({ run: clear }) } });
    await runMain(instrument(main, telemetry));`,
  clipanion: `
    import { Cli, Command } from 'clipanion';
    class ClearCommand extends Command {
      static paths = [['clear']];
      async execute() {
        clear();
      }
    }
    const program = new Cli();
    program.register(ClearCommand);
    instrument(program, telemetry);
    await program.runExit(process.argv.slice(2));`,
  // The command of a framework that needs more than one file is reported by hand.
  plain: `
    import { reportCommand } from 'sonde/plain';
    await reportCommand(telemetry, { name: 'clear' }, clear);`,
};
const start = (name: string) => `
  import { createTelemetry } from 'sonde';
  ${name === 'plain' ? '' : `import { instrument } from 'sonde/${name}';`}
  const catalog = { tool: 'fix-ture', events: { Cleared: {} } };
  const telemetry = createTelemetry({ catalog, version: '1.0.0', endpoint: 'http://127.0.0.1:9' });
  const clear = () => telemetry.track('Cleared');`;

const frameworks: readonly [framework: string, adapter: string][] = [
  ['commander@4', 'plain'],
  ['commander@6', 'commander'],
  ['commander@7', 'commander'],
  ['commander@8', 'commander'],
  ['commander@9', 'commander'],
  ['commander@10', 'commander'],
  ['commander@11', 'commander'],
  ['commander@12', 'commander'],
  ['commander@13', 'commander'],
  ['commander@14', 'commander'],
  ['commander@15', 'commander'],
  ['yargs@15', 'yargs'],
  ['yargs@16', 'yargs'],
  ['yargs@17', 'yargs'],
  ['yargs@18', 'yargs'],
  ['cac@6', 'cac'],
  ['cac@7', 'cac'],
  ['@oclif/core@2', 'plain'],
  ['@oclif/core@4', 'plain'],
  ['@oclif/core@5', 'plain'],
  ['citty@0.1', 'citty'],
  ['citty@0.2', 'citty'],
  ['clipanion@3', 'clipanion'],
  ['clipanion@4.0.0-rc.4', 'clipanion'],
];

test.each(someOf(frameworks))('installs and reports beside %s', (framework, adapter) => {
  const place = join(directory, framework.replaceAll(/\W/g, '-'));
  const home = join(place, 'home');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(place, 'package.json'), '{ "private": true, "type": "module" }\n');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--ignore-scripts'];
  execFileSync(
    'npm',
    ['install', ...quiet, '--prefer-offline', framework, join(project, tarball)],
    {
      cwd: place,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  writeFileSync(join(place, 'tool.mjs'), `${start(adapter)}${programs[adapter]}`);
  const output = execFileSync(runtimes['Node.js 22'], ['tool.mjs', 'clear'], {
    cwd: place,
    env: { HOME: home },
    encoding: 'utf8',
  });
  expect(output).toBe('');
  const spool = join(home, '.local/state/fix-ture/telemetry');
  const [name = ''] = readdirSync(spool).filter((file) => file.endsWith('.ready.jsonl'));
  const events = readFileSync(join(spool, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event !== undefined);
  expect(events.map(({ event }) => event)).toEqual([
    'Command Invoked',
    'Cleared',
    'Command Completed',
  ]);
  expect(events[0].properties.command).toBe('fix-ture clear');
});
