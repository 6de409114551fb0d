import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { fileName } from './save-file.js';
import { writeCsv, writeParquet } from './save-table.js';

const columns = [
  { name: 'command', cells: ['orbit "x", y', '', 'línea\n2'] },
  { name: 'success', cells: [0.25, null, 1] },
  { name: 'unknown', cells: [null, null, null] },
];

test('CSV keeps separators, quotes and line ends, and tells null from an empty text', () => {
  expect(writeCsv(columns)).toBe(
    'command,success,unknown\r\n"orbit ""x"", y",0.25,\r\n"",,\r\n"línea\n2",1,\r\n',
  );
  expect(writeCsv([{ name: 'command', cells: [] }])).toBe('command\r\n');
});

test('Parquet has the same rows', async () => {
  expect(await parquetReadObjects({ file: writeParquet(columns) })).toEqual([
    { command: 'orbit "x", y', success: 0.25, unknown: null },
    { command: '', success: null, unknown: null },
    { command: 'línea\n2', success: 1, unknown: null },
  ]);
});

test('Parquet has numbers among texts as texts', async () => {
  const mixed = [{ name: 'value', cells: [0, null, '3 others'] }];
  expect(await parquetReadObjects({ file: writeParquet(mixed) })).toEqual([
    { value: '0' },
    { value: null },
    { value: '3 others' },
  ]);
});

test('a file is named after what it holds', () => {
  expect(fileName('Success rate', 'csv')).toBe('success-rate.csv');
  expect(fileName('../…', 'csv')).toBe('sonde.csv');
});
