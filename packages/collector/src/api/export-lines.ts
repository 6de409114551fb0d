/** Text handed to the socket at once; one chunk a line would cost more than the JSON itself. */
const chunkCharacters = 64_000;

/**
 * Renders records as newline-delimited JSON in chunks.
 *
 * The first one is read before this resolves, so that a store that cannot answer is an error
 * answer and not a body that breaks off.
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
    // Reached also when the client has gone away: the store must not go on reading.
    await iterator.return?.();
  }
}
