import { expect, it } from 'vitest';
import { waysToStart } from './ways-to-start.js';

const origin = 'https://sonde.example';
const key = 'sonde_wk_Zm9v-YmFy_A';
const codes = (options: Partial<Parameters<typeof waysToStart>[0]>) =>
  waysToStart({ origin, key: undefined, isOpen: true, ...options }).map(({ code }) => code);

it('needs no key if only this machine has access', () => {
  const [demo, example, hand] = codes({});
  expect(demo).toBe('npm start -- --demo');
  expect(example).toBe(
    [
      `export ORBIT_TELEMETRY_ENDPOINT=${origin}`,
      'export ORBIT_TELEMETRY_NOTICE=elsewhere',
      'node examples/orbit/bin/orbit.js init',
    ].join('\n'),
  );
  expect(hand).toContain(`curl -X POST ${origin}/ingest`);
  expect(hand).not.toContain('x-api-key');
});

it('passes endpoint and key in variables and stdin, never as arguments', () => {
  const [example, hand = ''] = codes({ key, isOpen: false });
  expect(example).toContain(`export ORBIT_TELEMETRY_KEY=${key}\n`);
  expect(hand).toMatch(/^echo 'x-api-key: sonde_wk_Zm9v-YmFy_A' \| curl /);
  expect(hand.split(' | ')[1]).not.toContain(key);
});

it('quotes the placeholder of an unknown key', () => {
  expect(codes({ key: '<write key>' })[0]).toContain("ORBIT_TELEMETRY_KEY='<write key>'");
});
