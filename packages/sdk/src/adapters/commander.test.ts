import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { type CommanderCommand, instrument } from './commander.js';
import type { AdaptedTelemetry } from './run-body.js';

describe('the telemetry commands of a commander program', () => {
  const names = ['status', 'enable', 'disable', 'log', 'doctor', 'delete'];

  function createProgram(calls: (readonly string[])[] = []) {
    const telemetry = {
      tool: 'lantern',
      mode: 'off',
      runCommand: async (argv: readonly string[]) => calls.push(argv) * 0,
    } as unknown as AdaptedTelemetry;
    const program = new Command('lantern').exitOverride();
    program.command('list').action(() => {});
    instrument(program, telemetry);
    return program;
  }

  test('are listed among the commands', () => {
    const [, group] = createProgram().commands;
    expect(group?.name()).toBe('telemetry');
    expect(group?.commands.map((command) => command.name())).toEqual(names);
    expect(group?.commands.map((command) => command.name())).toEqual(names);
  });

  test('are not created by a run that does not need them', async () => {
    const program = createProgram();
    await program.parseAsync(['list'], { from: 'user' });
    const [, group] = program.commands as unknown as CommanderCommand[];
    expect(Object.getOwnPropertyDescriptor(group, 'commands')?.value).toBeUndefined();
  });

  test('run, and the tool can add its own', async () => {
    const calls: (readonly string[])[] = [];
    const program = createProgram(calls);
    program.commands[1]?.command('where').action(() => {
      calls.push(['where']);
    });
    await program.parseAsync(['telemetry', 'status', '--json'], { from: 'user' });
    await program.parseAsync(['telemetry', 'where'], { from: 'user' });
    expect(calls).toEqual([['status', '--json'], ['where']]);
  });
});
