import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Consumer, createConsumer } from './fixtures/consumer.js';
import { newestOrOlder } from './fixtures/framework-versions.js';

interface Program {
  name: string;
  file: string;
  variables?: Record<string, string>;
  /** cac has no nested commands. */
  group?: readonly string[];
  /** Cases that the framework accepts. */
  accepts?: readonly string[];
  hasNoChoices?: boolean;
}

/** The report of a case. */
interface Refused {
  kind: string;
  nearest: string;
  command: readonly string[];
}

/** Version 6 accepts too many arguments. */
const ofCommander6 = ['an argument too many', 'words for a command'];
const ofCitty = [
  'an unknown flag',
  'an unknown flag with a value',
  'an unknown short flag',
  'a flag like none',
  'a missing value',
  'an argument too many',
];

const programs: readonly Program[] = newestOrOlder([
  { name: 'commander', file: 'commander.mjs' },
  { name: 'commander, parse', file: 'commander.mjs', variables: { SYNC: '1' } },
  { name: 'commander, exitOverride', file: 'commander.mjs', variables: { EXIT_OVERRIDE: '1' } },
  ...['15', '13', '12', '11', '10', '9', '8', '7', '6'].map((version) => ({
    name: `commander ${version}`,
    file: 'commander.mjs',
    variables: { COMMANDER: version },
    accepts: version === '6' ? ofCommander6 : [],
    hasNoChoices: version === '6',
  })),
  ...['', '17', '16', '15'].map((version) => ({
    name: `yargs ${version}`,
    file: 'yargs.mjs',
    variables: { YARGS: version, ...(version !== '' && { SYNC: '1' }) },
  })),
  { name: 'citty', file: 'citty.mjs', accepts: ofCitty },
  {
    name: 'citty 0.1',
    file: 'citty.mjs',
    variables: { CITTY: '0.1' },
    accepts: ofCitty,
    hasNoChoices: true,
  },
  { name: 'clipanion', file: 'clipanion.mjs' },
  { name: 'clipanion 4', file: 'clipanion.mjs', variables: { CLIPANION: '4' } },
  { name: 'cac', file: 'cac.mjs', group: [], hasNoChoices: true },
  { name: 'cac, parse', file: 'cac.mjs', variables: { SYNC: '1' }, group: [], hasNoChoices: true },
  {
    name: 'cac 6',
    file: 'cac.mjs',
    variables: { CAC: '6' },
    group: [],
    hasNoChoices: true,
    accepts: ['an argument too many', 'words for a command', 'an unknown command in a group'],
  },
  { name: 'oclif', file: 'oclif/bin/run.mjs' },
  { name: 'oclif 5', file: 'oclif-5/bin/run.mjs', variables: { NODE_NO_WARNINGS: '1' } },
]);

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer();
});
afterAll(() => consumer.remove());

describe.concurrent.each(programs)('$name', (program) => {
  const group = program.group ?? ['site'];
  const deploy = [...group, 'deploy'];
  const run = (argv: readonly string[], variables: Record<string, string> = {}) =>
    consumer.run(program.file, argv, { ...program.variables, USAGE_ERRORS: '1', ...variables });

  const cases: [string, readonly string[], Refused][] = [
    [
      'words for a command',
      ['s3cret', 'ok'],
      { kind: 'unknown_command', nearest: 'none', command: [] },
    ],
    [
      'an unknown command in a group',
      [...group, 'depoly', 's3cret'],
      { kind: 'unknown_command', nearest: 'deploy', command: group },
    ],
    [
      'an unknown flag',
      [...deploy, 'ok', '--froce'],
      { kind: 'unknown_flag', nearest: 'force', command: deploy },
    ],
    [
      'an unknown flag with a value',
      [...deploy, 'ok', '--plam=s3cret'],
      { kind: 'unknown_flag', nearest: 'plan', command: deploy },
    ],
    [
      'an unknown short flag',
      [...deploy, 'ok', '--dry-rum'],
      { kind: 'unknown_flag', nearest: 'dry-run', command: deploy },
    ],
    [
      'a flag like none',
      [...deploy, 'ok', '--s3cret-flag', '7'],
      { kind: 'unknown_flag', nearest: 'none', command: deploy },
    ],
    ['a missing argument', deploy, { kind: 'missing_argument', nearest: 'none', command: deploy }],
    [
      'a missing value',
      [...deploy, 'ok', '--plan'],
      { kind: 'missing_argument', nearest: 'none', command: deploy },
    ],
    [
      'a value that is no choice',
      [...deploy, 'ok', '--size', 's3cret'],
      { kind: 'invalid_value', nearest: 'none', command: deploy },
    ],
    [
      'an argument too many',
      [...group, 'list', 's3cret'],
      { kind: 'invalid_value', nearest: 'none', command: [...group, 'list'] },
    ],
  ];

  const own = cases.filter(
    ([name]) => !(program.hasNoChoices && name === 'a value that is no choice'),
  );

  test.each(own)('%s', async (name, argv, refused) => {
    const [plain, adapted] = await Promise.all([run(argv, { PLAIN: '1' }), run(argv)]);
    const seen = ({ code, stdout, stderr }: typeof plain) => ({
      code,
      // A usage text also lists the options and commands of telemetry.
      stdout: stdout.length > 0,
      stderr: stderr.split('\n', 1)[0],
    });
    expect(seen(adapted)).toEqual(seen(plain));
    const isAccepted = program.accepts?.includes(name) === true;
    const rejected = adapted.events.filter(({ event }) => event === 'Command Rejected');
    if (isAccepted) {
      expect(rejected).toEqual([]);
      return;
    }
    const { command, ...expected } = refused;
    expect(adapted.events.map(({ event }) => event)).toEqual(['Command Rejected']);
    expect(rejected[0]).toMatchObject({
      sequence: 1,
      properties: { ...expected, command: ['lantern', ...command].join(' '), flags: [] },
    });
    const text = JSON.stringify(adapted.events);
    for (const typed of ['s3cret', 'depoly', 'froce', 'plam', 'rum']) {
      expect(text).not.toContain(typed);
    }
  });

  test('valid arguments are reported as usual', async () => {
    const [ok, help, version, status, wrong, off] = await Promise.all([
      run([...deploy, 'ok', '-f', ...(program.hasNoChoices ? [] : ['--size', 'small'])]),
      run([...deploy, '--help']),
      run(['--version']),
      run(['telemetry', 'status']),
      run(['telemetry', 'nonsense']),
      run(deploy, { DO_NOT_TRACK: '1' }),
    ]);
    expect(ok.events.map(({ event }) => event)).toEqual([
      'Command Invoked',
      'Noted',
      'Command Completed',
    ]);
    for (const { made } of [help, version, status, wrong, off]) expect(made).toEqual([]);
  });
});
