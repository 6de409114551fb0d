// A shell: a program that is instrumented once and runs several commands in one process.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestHome, runNode, type TestHome } from '../fixtures/run-tool.js';

const from = (name: string) =>
  JSON.stringify(new URL(`../../dist/${name}.js`, import.meta.url).href);
const framework = (name: string) => JSON.stringify(import.meta.resolve(name));

let home: TestHome;
beforeEach(() => {
  home = createTestHome('http://127.0.0.1:9');
});
afterEach(() => home.remove());

/** Programs with the commands `list`, `clear` and `boom`, and how each runs one line. */
const programs: Record<string, string> = {
  commander: `
    import { Command } from ${framework('commander')};
    const program = new Command('fix-ture');
    for (const [name, body] of Object.entries(bodies)) program.command(name).action(body);
    instrument(program, telemetry);
    const type = (line) => program.parseAsync([line], { from: 'user' });`,
  'commander, parse': `
    import { Command } from ${framework('commander')};
    const program = new Command('fix-ture');
    for (const [name, body] of Object.entries(bodies)) program.command(name).action(body);
    instrument(program, telemetry);
    const type = async (line) => program.parse([line], { from: 'user' });`,
  yargs: `
    import yargs from ${framework('yargs')};
    // After a handler throws synchronously, yargs runs no further command.
    bodies.boom = async () => { throw new BillingError(); };
    const program = yargs().exitProcess(false).fail(false);
    for (const [name, body] of Object.entries(bodies)) program.command(name, name, {}, body);
    instrument(program, telemetry);
    const type = async (line) => program.parseAsync([line]);`,
  cac: `
    import { cac } from ${framework('cac')};
    const program = cac('fix-ture');
    for (const [name, body] of Object.entries(bodies)) program.command(name, name).action(body);
    instrument(program, telemetry);
    const type = async (line) => {
      program.parse(['node', 'fix-ture', line], { run: false });
      await program.runMatchedCommand();
    };`,
  citty: `
    import { defineCommand, runCommand } from ${framework('citty')};
    const subCommands = Object.fromEntries(
      Object.entries(bodies).map(([name, run]) => [name, defineCommand({ meta: { name }, run })]),
    );
    const program = instrument(defineCommand({ meta: { name: 'fix-ture' }, subCommands, run() {} }), telemetry);
    const type = (line) => runCommand(program, { rawArgs: [line] });`,
  clipanion: `
    import { Cli, Command } from ${framework('clipanion')};
    const program = new Cli({ binaryName: 'fix-ture' });
    for (const [name, body] of Object.entries(bodies)) {
      program.register(class extends Command { static paths = [[name]]; execute = async () => body(); });
    }
    instrument(program, telemetry);
    const context = { ...Cli.defaultContext, stdout: { write() {} }, stderr: { write() {} } };
    const type = (line) => program.process([line], context).execute();`,
};

test.each(Object.entries(programs))('%s', async (name, program) => {
  const path = join(home.path, 'tool.mjs');
  writeFileSync(
    path,
    `
    import { createTelemetry } from ${from('index')};
    import { instrument } from ${from(name.split(',')[0] ?? '')};
    const telemetry = createTelemetry({ catalog: { tool: 'fix-ture', events: { Noted: {} } }, version: '1.2.3' });
    class BillingError extends Error {}
    const bodies = {
      list: () => {},
      clear: () => { telemetry.track('Noted'); },
      boom: () => { throw new BillingError(); },
    };
    ${program}
    for (const line of ['list', 'clear', 'boom', 'list']) await type(line).catch(() => {});`,
  );
  const { code, stderr } = await runNode([path], home.environment);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const events = home
    .files()
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => home.read(file).trim().split('\n'))
    .map((line) => JSON.parse(line))
    .filter(({ event }) => event !== undefined)
    .sort((one, other) => one.timestamp.localeCompare(other.timestamp));
  const ids = [...new Set(events.map(({ invocation_id }) => invocation_id))];
  const runs = ids.map((id) => events.filter(({ invocation_id }) => invocation_id === id));
  const shown = runs.map((run) => [
    run[0].properties.command,
    run.map(({ event }) => event.replace('Command ', '')).join(' '),
    run.at(-1).properties.succeeded,
  ]);
  expect(shown.sort()).toEqual([
    ['fix-ture boom', 'Invoked Failed Completed', false],
    ['fix-ture clear', 'Invoked Noted Completed', true],
    ['fix-ture list', 'Invoked Completed', true],
    ['fix-ture list', 'Invoked Completed', true],
  ]);
});
