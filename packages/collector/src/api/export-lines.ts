/**
 * Size of the chunks written to the socket; one chunk per line would cost more than the JSON
 * itself.
 */
const chunkCharacters = 64_000;

/** How records become text. */
export interface ExportFormat<Record> {
  /** Before the first record. */
  head?: string;
  /** A record, with its line end. */
  line: (record: Record) => string;
  /** After the last record. */
  foot?: (records: number) => string;
}

/** Newline-delimited JSON. */
export const ndjson: ExportFormat<object> = { line: (record) => `${JSON.stringify(record)}\n` };

/**
 * Renders records in chunks.
 *
 * The first record is read before this resolves, so that a failing store produces an error
 * response, not a truncated body.
 */
export async function exportLines<Record>(
  records: AsyncIterable<Record>,
  format: ExportFormat<Record>,
): Promise<AsyncIterable<string>> {
  const iterator = records[Symbol.asyncIterator]();
  const first = await iterator.next();
  return renderLines(iterator, first, format);
}

async function* renderLines<Record>(
  iterator: AsyncIterator<Record>,
  first: IteratorResult<Record>,
  { head = '', line, foot }: ExportFormat<Record>,
): AsyncGenerator<string> {
  try {
    let chunk = head;
    let count = 0;
    for (let next = first; next.done !== true; next = await iterator.next()) {
      chunk += line(next.value);
      count += 1;
      if (chunk.length >= chunkCharacters) {
        yield chunk;
        chunk = '';
      }
    }
    chunk += foot?.(count) ?? '';
    if (chunk !== '') yield chunk;
  } finally {
    // Also reached if the client has disconnected: the store must stop reading.
    await iterator.return?.();
  }
}
