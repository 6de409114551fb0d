/**
 * Size of the chunks written to the socket; one chunk per line would cost more than the JSON
 * itself.
 */
const chunkCharacters = 64_000;

/**
 * Renders records as newline-delimited JSON in chunks.
 *
 * The first record is read before this resolves, so that a failing store produces an error
 * response, not a truncated body.
 */
export async function exportLines(records: AsyncIterable<object>): Promise<AsyncIterable<string>> {
  const iterator = records[Symbol.asyncIterator]();
  const first = await iterator.next();
  return renderLines(iterator, first);
}

async function* renderLines(
  iterator: AsyncIterator<object>,
  first: IteratorResult<object>,
): AsyncGenerator<string> {
  try {
    let chunk = '';
    for (let next = first; next.done !== true; next = await iterator.next()) {
      chunk += `${JSON.stringify(next.value)}\n`;
      if (chunk.length >= chunkCharacters) {
        yield chunk;
        chunk = '';
      }
    }
    if (chunk !== '') yield chunk;
  } finally {
    // Also reached if the client has disconnected: the store must stop reading.
    await iterator.return?.();
  }
}
