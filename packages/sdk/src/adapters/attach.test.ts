import { createRequire } from 'node:module';
import { cac as cac7 } from 'cac';
import { cac } from 'cac-6';
import { Command } from 'commander';
import { Command as Command6 } from 'commander-6';
import { Command as Command7 } from 'commander-7';
import { beforeEach, describe, expect, test } from 'vitest';
import yargs from 'yargs';
import { runNode } from '../fixtures/run-tool.js';
import { createTelemetry } from '../index.js';
import { instrument as instrumentCac } from './cac.js';
import { instrument as instrumentCitty } from './citty.js';
import { instrument as instrumentClipanion } from './clipanion.js';
import { instrument as instrumentCommander } from './commander.js';
import { init, instrument as instrumentOclif, prerun } from './oclif.js';
import { reportCommand } from './plain.js';
import { instrument as instrumentYargs } from './yargs.js';

// The test runner cannot load its ES modules.
const clipanion: typeof import('clipanion') = createRequire(import.meta.url)('clipanion');

const messages: string[] = [];

/** Telemetry that records the messages of an adapter. */
const telemetry = Object.assign(
  createTelemetry({
    catalog: { tool: 'lantern' },
    version: '1.0.0',
    endpoint: 'http://127.0.0.1:9',
    environment: { HOME: '/nowhere' },
    argv: [],
  }),
  { [Symbol.for('sonde.log')]: (message: string) => messages.push(message) },
);

beforeEach(() => {
  messages.length = 0;
});

describe('an unknown version of a framework', () => {
  const odd = (value: unknown) => value as never;

  test.each<[string, () => void]>([
    ['commander', () => instrumentCommander(odd({}), telemetry)],
    ['commander', () => instrumentCommander(odd({ commands: [], options: [] }), telemetry)],
    ['yargs', () => instrumentYargs(odd({}), telemetry)],
    ['yargs', () => instrumentYargs(odd({ getInternalMethods: () => ({}) }), telemetry)],
    ['cac', () => instrumentCac(odd({}), telemetry)],
    ['clipanion', () => instrumentClipanion(odd({}), telemetry)],
    ['citty', () => instrumentCitty(odd(null), telemetry)],
  ])('is left alone, and debug mode says so: %s', (name, attach) => {
    attach();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(`nothing is reported: this version of ${name} is not known`);
  });

  test('is not changed, and debug mode reports it: oclif', async () => {
    instrumentOclif(telemetry);
    await init(odd({ config: {} }));
    await prerun(odd({ argv: [], Command: null }));
    expect(messages).toHaveLength(2);
    for (const line of messages) expect(line).toContain('this version of oclif is not known');
  });
});

/** A program of each framework, and whether its help shows that telemetry is attached. */
const frameworks: Record<
  string,
  {
    attach: (program: never, to: typeof telemetry) => unknown;
    /** If one of these is missing, nothing is changed. */
    needed: readonly string[];
    create: () => object;
    help: (program: never) => string | Promise<string>;
  }
> = {
  commander: {
    attach: instrumentCommander,
    needed: ['name', 'aliases', 'command', 'option', 'parse', '_actionHandler'],
    create: () => {
      const program = new Command('lantern');
      program.command('list').action(() => {});
      return program;
    },
    help: (program: Command) => program.helpInformation(),
  },
  yargs: {
    attach: instrumentYargs,
    needed: ['option', 'command', 'getOptions', 'getInternalMethods'],
    create: () => yargs([]).command('list', 'lists', {}, () => {}),
    help: (program: ReturnType<typeof yargs>) => program.getHelp(),
  },
  cac: {
    attach: instrumentCac,
    needed: ['option', 'command', 'parse', 'runMatchedCommand', 'globalCommand'],
    create: () => {
      const program = cac7('lantern');
      program.command('list').action(() => {});
      return program;
    },
    help: (program: ReturnType<typeof cac7>) =>
      program.globalCommand.options.map(({ rawName }) => rawName).join(),
  },
  clipanion: {
    attach: instrumentClipanion,
    needed: ['process', 'register', 'registrations'],
    create: () => {
      const program = new clipanion.Cli({ binaryName: 'lantern' });
      program.register(
        class extends clipanion.Command {
          static override paths = [['list']];
          static override usage = clipanion.Command.Usage({});
          async execute() {}
        },
      );
      return program;
    },
    help: (program: InstanceType<typeof clipanion.Cli>) => JSON.stringify(program.definitions()),
  },
  citty: {
    attach: instrumentCitty,
    needed: [],
    create: () => ({ subCommands: { list: { run: () => {} } } }),
    help: () => '',
  },
};

describe.each(Object.entries(frameworks))(
  'instrument never throws: %s',
  (name, { attach, needed, create, help }) => {
    const call = (value: unknown, to: unknown) => attach(value as never, to as typeof telemetry);
    const throwing = () => {
      throw Object.create(null);
    };
    const anything: object = new Proxy(() => anything, {
      get: () => anything,
      apply: () => anything,
    });
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();

    test.each<[string, unknown]>([
      ['undefined', undefined],
      ['null', null],
      ['a number', 7],
      ['a text', 'program'],
      ['a symbol', Symbol('program')],
      ['a function', () => {}],
      ['a class', class {}],
      ['a list', []],
      ['an object without a prototype', Object.create(null)],
      [
        'a frozen object',
        Object.freeze({ commands: Object.freeze([]), options: Object.freeze([]) }),
      ],
      ['a proxy that throws', new Proxy({}, { get: throwing, ownKeys: throwing, has: throwing })],
      ['a proxy that is anything', anything],
      ['a revoked proxy', revoked.proxy],
      ['a module', import.meta],
      ...Object.entries(frameworks)
        .filter(([other]) => other !== name)
        .map(([other, framework]): [string, unknown] => [
          `a program of ${other}`,
          framework.create(),
        ]),
    ])('%s', (what, value) => {
      call(value, telemetry);
      // Any object is a valid command of citty, and a proxy with every property a valid program of all frameworks.
      if (name !== 'citty' && what !== 'a proxy that is anything') expect(messages).toHaveLength(1);
    });

    test('a program that cannot be changed', () => {
      call(Object.freeze(create()), telemetry);
      expect(messages).toHaveLength(name === 'citty' ? 0 : 1);
    });

    test('an argument that is not telemetry', async () => {
      for (const to of [undefined, null, {}, 7, revoked.proxy, new Proxy({}, { get: throwing })]) {
        const program = create();
        call(program, to);
        expect(await help(program as never)).not.toContain('telemetry');
      }
    });

    const members = new Set<string>();
    for (
      let object = create();
      object !== Object.prototype;
      object = Object.getPrototypeOf(object)
    ) {
      for (const member of Object.getOwnPropertyNames(object)) members.add(member);
    }
    test.each<[string, PropertyDescriptor]>([
      ['is missing', { value: undefined }],
      ['is a number', { value: 7 }],
      ['throws', { get: throwing, set: throwing }],
    ])('a member that %s', async (_, descriptor) => {
      for (const member of members) {
        messages.length = 0;
        const program = create();
        const before = Object.getOwnPropertyDescriptor(program, member);
        if (before?.configurable === false) continue;
        Object.defineProperty(program, member, { ...descriptor, configurable: true });
        call(program, telemetry);
        if (!needed.includes(member)) continue;
        expect(messages, member).toHaveLength(1);
        Reflect.deleteProperty(program, member);
        if (before !== undefined) Object.defineProperty(program, member, before);
        expect(await help(program as never), member).not.toContain('telemetry');
      }
    });
  },
);

test('programs of earlier versions are accepted by the compiler', () => {
  instrumentCommander(new Command6(), telemetry);
  instrumentCommander(new Command7(), telemetry);
  instrumentCac(cac('lantern'), telemetry);
  expect(messages).toEqual([]);
});

test.each<[Record<string, string>, RegExp]>([
  [{}, /^$/],
  [
    { LANTERN_TELEMETRY_DEBUG: '1' },
    /^sonde: nothing is reported: this version of cac is not known/,
  ],
])('a program reports it only in debug mode: %j', async (variables, stderr) => {
  const from = (name: string) => JSON.stringify(new URL(`../../dist/${name}.js`, import.meta.url));
  const code = `
    import { createTelemetry } from ${from('index')};
    import { instrument } from ${from('cac')};
    const endpoint = 'http://127.0.0.1:9';
    instrument({}, createTelemetry({ catalog: { tool: 'lantern' }, version: '1.0.0', endpoint }));`;
  const environment = { PATH: process.env.PATH ?? '', HOME: '/nowhere', ...variables };
  const end = await runNode(['--input-type=module', '-e', code], environment);
  expect(end).toMatchObject({ code: 0, stdout: '', stderr: expect.stringMatching(stderr) });
});

test('the body of a command runs, whatever other arguments are passed', () => {
  for (const [to, command] of [
    [undefined, { name: 'list' }],
    [{}, { name: 'list' }],
    [telemetry, undefined],
    [telemetry, {}],
    [telemetry, { name: 7, flags: 7, positionals: 7 }],
  ]) {
    expect(reportCommand(to as never, command as never, () => 'done')).toBe('done');
  }
});
