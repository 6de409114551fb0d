import { expect, it } from 'vitest';
import { readInstructions } from './instructions.js';

const read = (origin: string) => {
  const [step] = readInstructions({ origin, project: 'orbit', key: 'sonde_rk_x' });
  return step ?? { text: '', code: '' };
};

it('names the variables that the sonde command reads', () => {
  expect(read('https://sonde.example.org').code).toBe(
    'export SONDE_COLLECTOR=https://sonde.example.org SONDE_READ_KEY=sonde_rk_x\nsonde report --project orbit',
  );
});

it.each([
  ['https://sonde.example.org', false],
  ['http://127.0.0.1:7377', false],
  ['http://localhost:7377', false],
  ['http://[::1]:7377', false],
  ['http://sonde.example.org', true],
  ['http://10.0.0.7:7377', true],
])('on %s the command refuses the key: %s', (origin, isRefused) => {
  expect(read(origin).text.includes('over https only')).toBe(isRefused);
});
