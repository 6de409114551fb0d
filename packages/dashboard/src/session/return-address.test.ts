import { expect, it } from 'vitest';
import { readReturnAddress } from './return-address.js';

const origin = 'https://sonde.example';

it.each([
  ['/flows?project=orbit&range=7d#top'],
  ['/invocations/a%2Fb'],
  ['/?project=https://evil.example'],
])('returns to %s', (address) => {
  expect(readReturnAddress(address, origin)).toBe(address);
});

it.each([
  [undefined],
  [''],
  ['flows'],
  ['https://evil.example/'],
  ['//evil.example/'],
  ['///evil.example/'],
  ['/\\evil.example/'],
  ['/\t/evil.example/'],
  ['/..//evil.example/'],
  ['/.//evil.example/'],
  ['javascript:alert(1)'],
  [' /flows'],
  ['http://['],
  ['//['],
  ['/sign-in?return=/'],
  ['/welcome#token'],
])('goes to the overview instead of %j', (address) => {
  expect(readReturnAddress(address, origin)).toBe('/');
});
