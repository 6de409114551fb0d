import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Consumer, createConsumer } from './fixtures/consumer.js';

const page = readFileSync(new URL('../../../../docs/recipes.md', import.meta.url), 'utf8');
const [introduction = '', ...sections] = page.split(/^## /m);
const codeOf = (section: string) => /^```ts\n(.*?)^```/ms.exec(section)?.[1] ?? '';
const recipes = sections.map((section) => [section.split('\n', 1)[0] ?? '', codeOf(section)]);

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer();
  const write = (name: string, code: string) =>
    writeFileSync(join(consumer.directory, name), transformSync(code, { loader: 'ts' }).code);
  write('catalog.js', "export const catalog = { tool: 'lantern' };");
  write('telemetry.js', codeOf(introduction));
  for (const [name, code] of recipes) write(`${name}.js`, code ?? '');
  writeFileSync(join(consumer.directory, 'package.json'), '{ "type": "module" }\n');
});
afterAll(() => consumer.remove());

test('each of these frameworks has a recipe', () => {
  const names = recipes.map(([name]) => name);
  expect(names).toEqual(['gunshi', 'cleye', 'meow', 'stricli', 'optique', 'trpc-cli']);
});

describe.concurrent.each(recipes)('the recipe for %s', (name) => {
  const run = (...argv: string[]) => consumer.run(`${name}.js`, argv);
  const reported = ({ events }: Awaited<ReturnType<typeof run>>) =>
    events.map(({ event, properties }) => [event, properties?.command, properties?.flags]);

  test('reports the command and the typed flags', async () => {
    const [plain, all] = await Promise.all([run('list'), run('list', '--all')]);
    for (const { code, stdout } of [plain, all]) {
      expect(code).toBe(0);
      // gunshi prints a header first.
      expect(stdout).toContain('nothing yet\n');
    }
    expect(reported(plain)).toEqual([
      ['Command Invoked', 'lantern list', []],
      ['Command Completed', 'lantern list', []],
    ]);
    expect(reported(all)).toEqual([
      ['Command Invoked', 'lantern list', ['all']],
      ['Command Completed', 'lantern list', ['all']],
    ]);
    expect(all.events.at(-1)?.properties).toMatchObject({ succeeded: true, exit_code: 0 });
  });

  test('reports nothing with --no-telemetry, for help or without a command', async () => {
    const off = await run('list', '--all', '--no-telemetry');
    expect(off).toMatchObject({ code: 0, made: [] });
    expect(off.stdout).toContain('nothing yet\n');
    for (const argv of [['--help'], [], ['nonsense']]) {
      expect((await run(...argv)).made, argv.join()).toEqual([]);
    }
  });

  test('has the telemetry commands', async () => {
    const { code, stdout, made } = await run('telemetry', 'status');
    expect({ code, made }).toEqual({ code: 0, made: [] });
    expect(stdout).toContain('Telemetry is on');
  });
});
