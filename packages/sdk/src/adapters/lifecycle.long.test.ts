import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AdaptedRun, type Consumer, createConsumer } from './fixtures/consumer.js';
import { newestAndSomeOthers } from './fixtures/framework-versions.js';

/** The same tool, written with each framework as in its documentation. */
interface Program {
  name: string;
  file: string;
  variables?: Record<string, string>;
  /** The words of the command; cac has no nested commands. */
  group?: readonly string[];
  /** The command reported without arguments; undefined if the tool prints help. */
  withoutArguments?: string;
  /** Arguments for the help that lists the flags. */
  help?: readonly string[];
  /** Further cases in which nothing is reported. */
  unreported?: readonly (readonly string[])[];
  hasGlobalFlags?: boolean;
  /** The framework has no hook before an action. */
  hasNoCheck?: boolean;
  /** Unknown commands are arguments of the default command. */
  takesAnyWord?: boolean;
  hasNoAliases?: boolean;
}

const allPrograms: readonly Program[] = [
  { name: 'commander', file: 'commander.mjs', hasGlobalFlags: true, withoutArguments: 'lantern' },
  {
    name: 'commander, parse',
    file: 'commander.mjs',
    variables: { SYNC: '1' },
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
  },
  {
    name: 'commander, exitOverride',
    file: 'commander.mjs',
    variables: { EXIT_OVERRIDE: '1' },
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
  },
  ...['15', '13', '12', '11', '10', '9', '8'].map((version) => ({
    name: `commander ${version}`,
    file: 'commander.mjs',
    variables: { COMMANDER: version },
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
  })),
  {
    name: 'commander 7',
    file: 'commander.mjs',
    variables: { COMMANDER: '7' },
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
    hasNoCheck: true,
  },
  {
    name: 'commander 6',
    file: 'commander.mjs',
    variables: { COMMANDER: '6' },
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
    hasNoCheck: true,
    takesAnyWord: true,
  },
  {
    name: 'yargs',
    file: 'yargs.mjs',
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
    unreported: [['completion'], ['--get-yargs-completions', 'lantern', 'site', 'd']],
  },
  {
    name: 'yargs 17, parse',
    file: 'yargs.mjs',
    variables: { SYNC: '1', YARGS: '17' },
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
  },
  {
    name: 'yargs 16, parse',
    file: 'yargs.mjs',
    variables: { SYNC: '1', YARGS: '16' },
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
  },
  {
    name: 'yargs 15, parse',
    file: 'yargs.mjs',
    variables: { SYNC: '1', YARGS: '15' },
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
  },
  { name: 'citty', file: 'citty.mjs', hasGlobalFlags: true, withoutArguments: 'lantern start' },
  {
    name: 'citty 0.1',
    file: 'citty.mjs',
    variables: { CITTY: '0.1' },
    hasNoAliases: true,
  },
  {
    name: 'clipanion',
    file: 'clipanion.mjs',
    withoutArguments: 'lantern',
    help: ['site', 'deploy', '--help'],
    unreported: [['--clipanion=definitions']],
  },
  {
    name: 'clipanion 4',
    file: 'clipanion.mjs',
    variables: { CLIPANION: '4' },
    withoutArguments: 'lantern',
    help: ['site', 'deploy', '--help'],
    unreported: [['--clipanion=definitions']],
  },
  { name: 'cac', file: 'cac.mjs', group: [], hasGlobalFlags: true, withoutArguments: 'lantern' },
  {
    name: 'cac, parse',
    file: 'cac.mjs',
    variables: { SYNC: '1' },
    group: [],
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
    hasNoCheck: true,
  },
  {
    name: 'cac 6',
    file: 'cac.mjs',
    variables: { CAC: '6' },
    group: [],
    hasGlobalFlags: true,
    withoutArguments: 'lantern',
    takesAnyWord: true,
  },
  { name: 'oclif', file: 'oclif/bin/run.mjs', help: ['site', 'deploy', '--help'] },
  {
    name: 'oclif 5',
    file: 'oclif-5/bin/run.mjs',
    help: ['site', 'deploy', '--help'],
    // It prints a warning with Node.js before version 22.
    variables: { NODE_NO_WARNINGS: '1' },
  },
  { name: 'plain', file: 'plain.mjs', hasGlobalFlags: true, withoutArguments: 'lantern' },
];

const programs = newestAndSomeOthers(allPrograms);

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer();
});
afterAll(() => consumer.remove());

const failure = { succeeded: false, user_cancelled: false };
const endings: Record<string, { failed?: true; completed: object }> = {
  ok: { completed: { succeeded: true, exit_code: 0 } },
  resolve: { completed: { succeeded: true, exit_code: 0 } },
  throw: { failed: true, completed: { ...failure, error_class: 'DeployError' } },
  reject: { failed: true, completed: { ...failure, error_class: 'DeployError' } },
  exit: { completed: { ...failure, exit_code: 3, error_class: 'unknown' } },
  'exit-code': { completed: { ...failure, exit_code: 5, error_class: 'unknown' } },
  interrupt: { completed: { succeeded: false, exit_code: 130, user_cancelled: true } },
  cancel: { completed: { succeeded: false, user_cancelled: true } },
};

const names = (run: AdaptedRun) => run.events.map(({ event }) => event);
const reported = (run: AdaptedRun) => ({
  command: run.events[0]?.properties?.command,
  flags: run.events[0]?.properties?.flags,
});

/** The output and exit code. Stack traces have other frames; everything else must be the same. */
const seen = ({ code, signal, stdout, stderr }: AdaptedRun) => ({
  code,
  signal,
  stdout: stdout.replace(/^ +at .*\n/gm, ''),
  stderr: stderr.replace(/^ +at .*\n/gm, ''),
});

describe.concurrent.each(programs)('$name', (program) => {
  const group = program.group ?? ['site'];
  const deploy = [...group, 'deploy'];
  const command = ['lantern', ...deploy].join(' ');
  const run = (argv: readonly string[], variables: Record<string, string> = {}) =>
    consumer.run(program.file, argv, { ...program.variables, ...variables });

  test.each(Object.entries(endings))('%s', async (ending, { failed, completed }) => {
    const argv = [...deploy, ending];
    const [plain, adapted] = await Promise.all([run(argv, { PLAIN: '1' }), run(argv)]);
    expect(seen(adapted)).toEqual(seen(plain));
    expect(names(adapted)).toEqual([
      'Command Invoked',
      'Noted',
      ...(failed ? ['Command Failed'] : []),
      'Command Completed',
    ]);
    for (const { event, properties } of adapted.events) {
      expect(properties).toMatchObject({ command, flags: [] });
      const isDeclared = ending === 'ok' || ending === 'throw';
      const expected = event === 'Noted' ? undefined : isDeclared ? ending : 'other';
      expect(properties?.ending).toBe(expected);
    }
    const last = adapted.events.at(-1)?.properties;
    expect(last).toMatchObject(completed);
    if (adapted.code !== null) expect(last?.exit_code).toBe(adapted.code);
    if (ending === 'resolve') expect(last?.duration_ms).toBeGreaterThanOrEqual(29);
    expect(JSON.stringify(adapted.events)).not.toContain('secret text');
  });

  test('reports the names of the typed flags, and a command by its alias', async () => {
    const typed = ['ok', '--no-color', '-f', '--plan', 's3cret', '--tag=s3cret', '--tag', 's3cret'];
    const first = await run([
      ...group,
      program.hasNoAliases ? 'deploy' : 'ship',
      ...typed,
      '--',
      '--dry-run',
    ]);
    expect(first.stderr).toBe('');
    expect(reported(first)).toEqual({ command, flags: ['force', 'no-color', 'plan', 'tag'] });
    expect(JSON.stringify(first.events)).not.toContain('s3cret');
    const second = await run([...deploy, '--dry-run', '--profile=s3cret', 'ok']);
    expect(reported(second)).toEqual({ command, flags: ['dry-run', 'profile'] });
    if (program.hasGlobalFlags) {
      const third = await run(['--profile', 's3cret', ...deploy, 'ok']);
      expect(reported(third)).toEqual({ command, flags: ['profile'] });
    }
  });

  test('a lazily loaded command', async () => {
    const { events, stdout } = await run([...group, 'list']);
    expect(stdout).toContain('no sites');
    expect(events.at(0)).toMatchObject({ event: 'Command Invoked' });
    expect(events.at(-1)).toMatchObject({ event: 'Command Completed' });
    expect(events.filter(({ event }) => event.startsWith('Command '))).toHaveLength(2);
    for (const { properties } of events) {
      expect(properties?.command).toBe(['lantern', ...group, 'list'].join(' '));
    }
  });

  test.runIf(program.withoutArguments !== undefined)('the default command', async () => {
    const { events } = await run([]);
    expect(events).toHaveLength(3);
    for (const { properties } of events) {
      expect(properties).toMatchObject({ command: program.withoutArguments, flags: [] });
    }
  });

  test.each([
    ...(program.withoutArguments === undefined ? [[[], {}] as const] : []),
    [['--help'], {}],
    [['-h'], {}],
    [[...deploy, '--help'], {}],
    [['--version'], {}],
    ...(program.takesAnyWord ? [] : [[['nonsense', 'words'], {}] as const]),
    [deploy, {}],
    ...(program.hasNoCheck ? [] : [[[...deploy, 'ok'], { SIGNED_OUT: '1' }] as const]),
    ...(program.name.startsWith('citty') ? [] : [[[...deploy, 'ok', '--nonsense'], {}] as const]),
    ...(program.unreported ?? []).map((argv) => [argv, {}] as const),
  ] as const)('nothing is reported for %j %j', async (argv, variables) => {
    const plain = await run(argv, { ...variables, PLAIN: '1' });
    const adapted = await run(argv, variables);
    expect(adapted.code).toBe(plain.code);
    expect(adapted.made).toEqual(plain.made);
  });

  test.each([
    [['ok'], { DO_NOT_TRACK: '1' }],
    [['throw'], { LANTERN_TELEMETRY: 'off' }],
    [['reject'], { DO_NOT_TRACK: '1' }],
    [['exit-code'], { DO_NOT_TRACK: '1' }],
    [['ok', '--no-telemetry'], {}],
  ])('telemetry that is off leaves no trace: %j %j', async (rest, variables) => {
    const [plain, off] = await Promise.all([
      run([...deploy, ...rest.slice(0, 1)], { ...variables, PLAIN: '1' }),
      run([...deploy, ...rest], variables),
    ]);
    // A function around the body always appears in its stack trace.
    const view = program.name === 'plain' ? seen : (end: AdaptedRun) => ({ ...seen(end), ...end });
    const comparable = (end: AdaptedRun) => ({ ...view(end), pid: 0, durationMs: 0 });
    expect(comparable(off)).toEqual(comparable(plain));
    expect(off.made).toEqual([]);
  });

  test('--no-telemetry and the telemetry commands are in the help', async () => {
    const [flags, all] = await Promise.all([run(program.help ?? ['--help']), run(['--help'])]);
    expect(flags.stdout + flags.stderr).toContain('--no-telemetry');
    expect(all.stdout).toContain('telemetry');
  });

  test('telemetry status, and options of the commands', async () => {
    const [text, json, forgotten, wrong] = await Promise.all([
      run(['telemetry', 'status']),
      run(['telemetry', 'status', '--json']),
      run(['telemetry', 'delete', '--forget', '--json']),
      run(['telemetry', 'nonsense']),
    ]);
    expect(text).toMatchObject({ code: 0, stderr: '', made: [] });
    expect(text.stdout).toContain('Telemetry is on');
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ mode: 'on' });
    expect(JSON.parse(forgotten.stdout)).toMatchObject({ forgotten: true });
    expect(wrong.code).not.toBe(0);
    expect(wrong.made).toEqual([]);
  });

  test.skipIf(program.name === 'plain')("the tool's own telemetry command is kept", async () => {
    let { file } = program;
    const [folder = ''] = file.split('/bin/');
    if (folder !== file) {
      file = `${folder}-own/bin/run.mjs`;
      cpSync(join(consumer.directory, folder), join(consumer.directory, `${folder}-own`), {
        recursive: true,
      });
      writeFileSync(
        join(consumer.directory, `${folder}-own`, 'commands', 'telemetry.mjs'),
        "export class Own {\n  static run = () => console.log('own');\n}\n",
      );
    }
    const variables = { ...program.variables, OWN: '1' };
    const own = await consumer.run(file, ['telemetry'], variables);
    expect(own).toMatchObject({ code: 0, stdout: 'own\n', made: [] });
    const status = await consumer.run(file, ['telemetry', 'status'], variables);
    expect(status.stdout).not.toContain('Telemetry is');
  });
});

test('exit of oclif is an exit code, not an error', async () => {
  const run = await consumer.run('oclif/bin/run.mjs', ['site', 'deploy', 'exit-of-oclif']);
  expect(run.code).toBe(3);
  expect(names(run)).toEqual(['Command Invoked', 'Command Completed']);
  expect(run.events[1]?.properties).toMatchObject({ exit_code: 3, error_class: 'unknown' });
});

describe.each(['oclif', 'oclif-5'])('several runs of %s in one process', (folder) => {
  test('each is an invocation of its own', async () => {
    const run = await consumer.run(`${folder}/bin/several.mjs`, [], {
      NODE_NO_WARNINGS: '1',
      USAGE_ERRORS: '1',
    });
    const ids = [...new Set(run.events.map(({ invocation_id }) => invocation_id))];
    const told = ids.map((id) => {
      const events = run.events.filter(({ invocation_id }) => invocation_id === id);
      const { command, flags } = events[0]?.properties ?? {};
      const names = events.map(({ event }) => event.replace('Command ', ''));
      return [command, flags, names.join(' '), events.at(-1)?.properties?.succeeded];
    });
    const order = told.map((line) => JSON.stringify(line)).sort();
    expect(order).toEqual(
      [
        ['lantern site deploy', ['force'], 'Invoked Noted Completed', true],
        // It calls `site deploy`, which is part of it.
        ['lantern site list', [], 'Invoked Noted Completed', true],
        ['lantern site deploy', ['dry-run', 'plan'], 'Invoked Noted Completed', true],
        ['lantern site deploy', [], 'Rejected', undefined],
        ['lantern site deploy', [], 'Invoked Noted Failed Completed', false],
        ['lantern site again', ['force'], 'Invoked Noted Completed', true],
      ]
        .map((line) => JSON.stringify(line))
        .sort(),
    );
  });
});

test('a citty program without commands keeps its first argument', async () => {
  const run = (...argv: string[]) => consumer.run('citty-single.mjs', argv);
  const lit = await run('cellar', '--oil', '--room');
  expect(lit.stdout).toBe('cellar is lit\n');
  expect(lit.events[0]?.properties).toMatchObject({ command: 'lantern', flags: ['oil'] });
  const status = await run('telemetry', 'status');
  expect(status.stdout).toContain('Telemetry is on');
  expect(status.stdout).not.toContain('is lit');
  expect((await run('--help')).stdout).toContain('telemetry');
});

describe.each(['', '15', '12', '8', '7', '6'])(
  'a commander %s command with its own file',
  (version) => {
    const run = (argv: readonly string[], variables: Record<string, string> = {}) =>
      consumer.run('executable.mjs', argv, { COMMANDER: version, ...variables });

    // Earlier versions look for a nested command's file elsewhere.
    const hasNested = !['8', '7', '6'].includes(version);

    test.each([[['child', 'a']], ...(hasNested ? [[['site', 'child', 'a']]] : [])])(
      'reports itself, and the program does not: %j',
      async (argv) => {
        const { events, stdout } = await run(argv);
        expect(stdout).toBe('a\n');
        expect(names({ events } as AdaptedRun)).toEqual(['Command Invoked', 'Command Completed']);
        expect(events[0]?.properties?.command).toBe('lantern-child');
      },
    );

    test.each<[string[], Record<string, string>]>([
      [['child', 'a', '--no-telemetry'], {}],
      [['--no-telemetry', 'child', 'a'], {}],
      ...(hasNested
        ? [[['site', 'child', 'a', '--no-telemetry'], {}] satisfies [string[], object]]
        : []),
      [['child', 'a'], { DO_NOT_TRACK: '1' }],
    ])('inherits the no: %j %j', async (argv, variables) => {
      const { made, stdout } = await run(argv, variables);
      expect(stdout).toBe('a\n');
      expect(made).toEqual([]);
    });
  },
);
