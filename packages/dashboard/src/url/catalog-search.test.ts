import { expect, test } from 'vitest';
import { readCatalogSearch } from './catalog-search.js';

test('an address has the reason besides the range and the tool; an empty one is dropped', () => {
  const scope = { range: '7d', tool: ['orbit'] };
  expect(readCatalogSearch({ ...scope, code: 'event_undeclared' })).toEqual({
    ...scope,
    code: 'event_undeclared',
  });
  expect(readCatalogSearch({ ...scope, code: '' })).toEqual(scope);
  expect(readCatalogSearch({ code: ['event_undeclared', 'other'], status: 'failed' })).toEqual({
    code: 'event_undeclared',
  });
});
