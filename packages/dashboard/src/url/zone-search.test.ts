import { expect, it } from 'vitest';
import { readZone, zoneLabel } from './zone-search.js';

it.each([
  ['Europe/Berlin', { zone: 'Europe/Berlin' }],
  ['UTC', {}],
  ['Mars/Olympus', {}],
  ['', {}],
  [undefined, {}],
])('reads %s as %j', (name, search) => {
  expect(readZone(name)).toEqual(search);
});

it('labels a zone by its city', () => {
  expect(zoneLabel('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  expect(zoneLabel('UTC')).toBe('UTC');
});
