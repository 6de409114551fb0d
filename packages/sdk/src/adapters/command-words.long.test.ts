// The commands in the SDK's messages work exactly as shown.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Consumer, createConsumer } from './fixtures/consumer.js';

let consumer: Consumer;
beforeAll(() => {
  consumer = createConsumer();
});
afterAll(() => consumer.remove());

/** Copies the oclif program with other settings. */
function copyOclif(name: string, settings: Record<string, unknown>): string {
  const directory = join(consumer.directory, name);
  cpSync(join(consumer.directory, 'oclif'), directory, { recursive: true });
  const path = join(directory, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...manifest, oclif: { ...manifest.oclif, ...settings } }));
  return `${name}/bin/run.mjs`;
}

/** Runs a program, then the command that it shows. */
async function follow(program: string, bin: string, disable: readonly string[], separator = ' ') {
  const disabled = await consumer.run(program, disable);
  expect(disabled.stdout, disabled.stderr).toContain('Telemetry is off.');
  const [, advice = ''] = /what was already sent, run: (.+)\n/.exec(disabled.stdout) ?? [];
  expect(advice).toBe(`${bin} telemetry${separator}delete`);
  const [, ...words] = advice.split(' ');
  const deleted = await consumer.run(program, words);
  expect(deleted.stdout, deleted.stderr).toContain('This installation has no id');
  const enabled = await consumer.run(program, [
    ...words.slice(0, -1),
    words.at(-1)?.replace('delete', 'enable') ?? '',
  ]);
  const [, turnOff = ''] = /To turn it off: (.+)\n/.exec(enabled.stdout) ?? [];
  expect(turnOff).toBe(`${bin} telemetry${separator}disable`);
  const off = await consumer.run(program, turnOff.split(' ').slice(1));
  expect(off.stdout).toContain('Telemetry is off.');
}

test.each(['commander', 'yargs', 'cac', 'citty', 'clipanion', 'plain'])('of %s', (name) =>
  follow(`${name}.mjs`, 'lantern', ['telemetry', 'disable']),
);

test.each([
  ['a space', { topicSeparator: ' ' }, ' '],
  ['a colon', { topicSeparator: ':' }, ':'],
  ['the default', { topicSeparator: undefined }, ':'],
])('of oclif, separated by %s', async (name, settings, separator) => {
  const program = copyOclif(`oclif-${name.replace(' ', '-')}`, settings);
  await follow(
    program,
    'lantern',
    separator === ':' ? ['telemetry:disable'] : ['telemetry', 'disable'],
    separator,
  );
});

test('of an oclif program with another name than its catalog', async () => {
  const settings = { topicSeparator: undefined, bin: 'lantern-cli' };
  await follow(copyOclif('oclif-renamed', settings), 'lantern-cli', ['telemetry:disable'], ':');
});
