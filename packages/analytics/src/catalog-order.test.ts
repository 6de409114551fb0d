import { expect, it } from 'vitest';
import { type CatalogUse, orderCatalogs, type StoredCatalog } from './catalog-order.js';

const stored = (hash: string, stored_at: number): StoredCatalog => ({
  tool: 'orbit',
  hash,
  stored_at,
});
const use = (hash: string, version: string, last_seen: number): CatalogUse => ({
  hash,
  version,
  last_seen,
});
const order = (catalogs: StoredCatalog[], uses: CatalogUse[]) =>
  orderCatalogs(catalogs, uses).map(({ hash, age }) => `${hash} ${age}`);

it('orders by the newest version seen, even if older ones arrive later', () => {
  const uses = [use('two', '2.0.0', 1), use('one', '1.9.0', 5), use('ten', '1.10.0', 3)];
  expect(order([stored('two', 1), stored('ten', 2), stored('one', 9)], uses)).toEqual([
    'two now',
    'ten no_longer',
    'one no_longer',
  ]);
});

it('orders by the last use if versions cannot be compared', () => {
  const catalogs = [stored('main', 1), stored('nightly', 2), stored('two', 3)];
  const uses = [use('main', 'main', 7), use('nightly', 'nightly', 4), use('two', '2.0.0', 5)];
  expect(order(catalogs, uses)).toEqual(['main now', 'two no_longer', 'nightly no_longer']);
  expect(order(catalogs, [...uses, use('two', '2.0.0', 8)])).toEqual([
    'two now',
    'main no_longer',
    'nightly no_longer',
  ]);
});

it('does not use a catalog before its first use', () => {
  expect(
    order([stored('old', 1), stored('used', 2), stored('next', 3)], [use('used', '', 1)]),
  ).toEqual(['used now', 'next not_yet', 'old no_longer']);
  expect(order([stored('first', 1), stored('second', 2)], [])).toEqual([
    'second now',
    'first no_longer',
  ]);
});

it('assigns a version to the catalog it was last seen with', () => {
  // An older release delivers events that a newer one left behind.
  const uses = [use('two', '2.0.0', 5), use('one', '2.0.0', 4), use('one', '1.0.0', 9)];
  const [first, second] = orderCatalogs([stored('one', 1), stored('two', 2)], uses);
  expect(first).toMatchObject({ hash: 'two', versions: ['2.0.0'] });
  expect(second).toMatchObject({ hash: 'one', versions: ['1.0.0'], last_seen: 9 });
});
