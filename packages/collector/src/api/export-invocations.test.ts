import type { InvocationPage, InvocationSummary } from '@sonde/analytics';
import { expect, test } from 'vitest';
import { eachInvocation } from './export-invocations-route.js';

const pageOf = (ids: string[], next_cursor: string | null): InvocationPage => ({
  ...{ total: 5, flow_runs: null, people: null, matching_events: null, next_cursor },
  invocations: ids.map((invocation_id) => ({ invocation_id }) as InvocationSummary),
});

test('reads page by page, each only once its rows are wanted', async () => {
  const read: string[] = [];
  const pages = new Map([
    ['b', pageOf(['three', 'four'], 'c')],
    ['c', pageOf(['five'], null)],
  ]);
  const rows = eachInvocation(pageOf(['one', 'two'], 'b'), async (cursor) => {
    read.push(cursor);
    return pages.get(cursor)!;
  });
  const found: string[] = [];
  for await (const { invocation_id } of rows) {
    found.push(invocation_id);
    if (found.length === 2) expect(read).toEqual([]);
  }
  expect(found).toEqual(['one', 'two', 'three', 'four', 'five']);
  expect(read).toEqual(['b', 'c']);
});
