// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderInSession, session } from '../testing/render-in-session.js';
import { SortedTable, sortRows } from './sorted-table.js';

afterEach(cleanup);

const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: 0 }];

it('sorts both ways, with missing values last', () => {
  const value = ({ n }: (typeof rows)[number]) => n;
  const order = (isDescending: boolean) => sortRows(rows, { value }, isDescending).map(value);
  expect(order(true)).toEqual([10, 2, 0, null]);
  expect(order(false)).toEqual([0, 2, 10, null]);
  expect(sortRows(rows, undefined, true)).toEqual(rows);
});

it('sorts texts by their numbers, so that 1.10 is after 1.9', () => {
  const versions = ['1.10.0', '1.9.0', 'main'].map((name) => ({ name }));
  const sorted = sortRows(versions, { value: ({ name }) => name }, false);
  expect(sorted.map(({ name }) => name)).toEqual(['1.9.0', '1.10.0', 'main']);
});

it('keeps the last rows last, and leaves other tables as they are', async () => {
  const table = (name: string) => (
    <SortedTable
      name={name}
      label={name}
      columns={[{ name: 'n', label: 'N', value: ({ n }) => n, render: ({ n }) => n }]}
      rows={[{ n: 1 }, { n: 3 }]}
      lastRows={[{ n: 2 }]}
      keyOf={({ n }) => String(n)}
    />
  );
  const content = (
    <>
      {table('first')}
      {table('second')}
    </>
  );
  await renderInSession(content, { session: session(), address: '/?sort=second.n' });
  const cells = () => screen.getAllByRole('rowheader').map(({ textContent }) => textContent);
  expect(cells()).toEqual(['1', '3', '2', '1', '3', '2']);
  const [first] = screen.getAllByRole('button', { name: 'N' });
  if (first !== undefined) fireEvent.click(first);
  await expect.poll(cells).toEqual(['3', '1', '2', '1', '3', '2']);
});
