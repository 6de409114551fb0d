import { csvField } from '@sonde/analytics/format';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { saveFile } from './save-file.js';

type Cell = string | number | null;

export interface FileColumn {
  /** In the first line of CSV; unique in the table. */
  name: string;
  /** One for each row: rates from 0 to 1, durations in milliseconds, times in UTC. */
  cells: readonly Cell[];
}

export async function saveTable(
  format: 'csv' | 'parquet',
  of: string,
  columns: readonly FileColumn[],
): Promise<void> {
  if (format === 'csv') saveFile(of, format, writeCsv(columns), 'text/csv');
  else saveFile(of, format, writeParquet(columns), 'application/vnd.apache.parquet');
}

/** RFC 4180. Null is an empty field, an empty text is `""`. */
export function writeCsv(columns: readonly FileColumn[]): string {
  const rows = columns[0]?.cells.map((_, row) => columns.map(({ cells }) => cells[row] ?? null));
  return [columns.map(({ name }) => name), ...(rows ?? [])]
    .map((cells) => `${cells.map(csvField).join(',')}\r\n`)
    .join('');
}

export function writeParquet(columns: readonly FileColumn[]): ArrayBuffer {
  return parquetWriteBuffer({
    columnData: columns.map(({ name, cells }) =>
      cells.some((cell) => typeof cell === 'string')
        ? { name, data: cells.map((cell) => (cell === null ? null : String(cell))), type: 'STRING' }
        : { name, data: [...cells], type: 'DOUBLE' },
    ),
  });
}
