import { cac } from 'cac-6';
import { Command as Command6 } from 'commander-6';
import { Command as Command7 } from 'commander-7';
import { beforeEach, describe, expect, test } from 'vitest';
import { runNode } from '../fixtures/run-tool.js';
import { createTelemetry } from '../index.js';
import { instrument as instrumentCac } from './cac.js';
import { instrument as instrumentCitty } from './citty.js';
import { instrument as instrumentClipanion } from './clipanion.js';
import { instrument as instrumentCommander } from './commander.js';
import { init, instrument as instrumentOclif, prerun } from './oclif.js';
import { instrument as instrumentYargs } from './yargs.js';

const said: string[] = [];

/** Telemetry that says what an adapter tells it. */
const telemetry = Object.assign(
  createTelemetry({
    catalog: { tool: 'lantern' },
    version: '1.0.0',
    endpoint: 'http://127.0.0.1:9',
    environment: { HOME: '/nowhere' },
    argv: [],
  }),
  { [Symbol.for('sonde.say')]: (message: string) => said.push(message) },
);

beforeEach(() => {
  said.length = 0;
});

describe('a framework that is not as the adapter knows it', () => {
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
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`nothing is reported: this version of ${name} is not known`);
  });

  test('is left alone, and debug mode says so: oclif', async () => {
    instrumentOclif(telemetry);
    await init(odd({ config: {} }));
    await prerun(odd({ argv: [], Command: null }));
    expect(said).toHaveLength(2);
    for (const line of said) expect(line).toContain('this version of oclif is not known');
  });
});

test('programs of earlier versions are accepted by the compiler', () => {
  instrumentCommander(new Command6(), telemetry);
  instrumentCommander(new Command7(), telemetry);
  instrumentCac(cac('lantern'), telemetry);
  expect(said).toEqual([]);
});

test.each<[Record<string, string>, RegExp]>([
  [{}, /^$/],
  [
    { LANTERN_TELEMETRY_DEBUG: '1' },
    /^sonde: nothing is reported: this version of cac is not known/,
  ],
])('a program says so in debug mode only: %j', async (variables, stderr) => {
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
