import {
  type ExportedColumn,
  type ExportedEvent,
  exportedColumns,
  readColumn,
} from '@sonde/analytics';

/**
 * A row group ends at either limit. Readers skip and parallelise by group, so it has many rows;
 * this program keeps one in memory, so large events make it smaller.
 */
const groupRows = 100_000;
const groupCharacters = 32_000_000;

type Value = string | bigint | boolean | null;

const types = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
  time: {
    type: 'INT64',
    // The first is for older readers. Without the second, newer ones read a time without a zone.
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
} as const;

/**
 * Renders the lines of an export as one Parquet file, a row group at a time. A piece is valid only
 * until the next one is requested.
 */
export async function* renderParquet(lines: AsyncIterable<string[]>): AsyncGenerator<Uint8Array> {
  // Only this format needs it.
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    createdBy: 'sonde',
    schema: [
      { name: 'events', num_children: exportedColumns.length },
      ...exportedColumns.map(({ name, type, isOptional }) => ({
        name,
        ...types[type],
        repetition_type: isOptional ? ('OPTIONAL' as const) : ('REQUIRED' as const),
      })),
    ],
  });
  const takeBytes = () => {
    const piece = bytes.getBytes();
    bytes.index = 0;
    return piece;
  };

  let columns: Value[][] = exportedColumns.map(() => []);
  let rows = 0;
  let characters = 0;
  const writeGroup = () => {
    const columnData = exportedColumns.map(({ name }, index) => ({
      name,
      data: columns[index] ?? [],
      // Pages are within their group; an index of all pages would stay in memory until the end.
      offsetIndex: false,
    }));
    file.write({ columnData, rowGroupSize: rows });
    columns = exportedColumns.map(() => []);
    rows = 0;
    characters = 0;
    return takeBytes();
  };

  for await (const some of lines) {
    for (const line of some) {
      const event = JSON.parse(line) as ExportedEvent;
      for (const [index, column] of exportedColumns.entries()) {
        columns[index]?.push(parquetValue(event, column));
      }
      rows += 1;
      characters += line.length;
      if (rows >= groupRows || characters >= groupCharacters) yield writeGroup();
    }
  }
  if (rows > 0) yield writeGroup();
  file.finish();
  yield takeBytes();
}

function parquetValue(event: ExportedEvent, column: ExportedColumn): Value {
  const value = readColumn(event, column);
  if (value === null) return null;
  if (column.type === 'time') return BigInt(Date.parse(String(value)));
  return typeof value === 'number' ? BigInt(value) : value;
}
