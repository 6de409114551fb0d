// @vitest-environment happy-dom

import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { saveTable } from '../downloads/save-table.js';
import { renderInSession, session } from '../testing/render-in-session.js';
import { SortedTable, sortRows } from './sorted-table.js';

vi.mock('../downloads/save-table.js', () => ({ saveTable: vi.fn() }));

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

it('saves what a column has for files, and leaves out a column that files lack', async () => {
  const value = ({ n }: { n: number }) => n;
  const common = { label: 'N', value, render: value };
  const table = (
    <SortedTable
      label="All"
      columns={[
        { ...common, name: 'n' },
        { ...common, name: 'list', fileValue: ({ n }) => `a ${n}, b ${n}` },
        { ...common, name: 'bars', fileValue: null },
      ]}
      rows={[{ n: 1 }, { n: 3 }]}
      keyOf={({ n }) => String(n)}
      fileColumns={[{ name: 'more', value: () => null }]}
    />
  );
  await renderInSession(table, { session: session(), address: '/?sort=-list' });
  fireEvent.click(screen.getByRole('button', { name: 'Download: All' }));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'CSV' }));
  await expect
    .poll(() => vi.mocked(saveTable).mock.calls)
    .toEqual([
      [
        'csv',
        'All',
        [
          { name: 'n', cells: [3, 1] },
          { name: 'list', cells: ['a 3, b 3', 'a 1, b 1'] },
          { name: 'more', cells: [null, null] },
        ],
      ],
    ]);
});
