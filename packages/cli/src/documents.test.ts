import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runSonde } from './fixtures/run-sonde.js';

const pathOf = (name: string) => fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));
const read = (name: string) => readFileSync(pathOf(name), 'utf8');

test('docs/conformance.md names every case', async () => {
  const { stdout } = await runSonde(['conformance', '--list']);
  const names = stdout
    .trimEnd()
    .split('\n')
    .map((line) => `\`${line.split(' ', 1)}\``);
  expect(read('conformance.md')).toContain(`\n${names.join(', ')}.\n`);
});
