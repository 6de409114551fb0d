import { formatQuantity } from '@sonde/analytics/format';
import { SondeError } from '@sonde/protocol';

/**
 * Yields the lines of an export as they arrive, without the closing line.
 *
 * Throws `export_incomplete` if the response breaks off, and if it ends without the closing line: a
 * proxy may end it properly though the collector did not.
 */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let count = 0;
  /** The last line so far, which may be the closing one. */
  let last: string | undefined;
  let rest = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      const next = lines.pop();
      if (next === undefined) continue;
      if (last !== undefined) lines.unshift(last);
      last = next;
      if (lines.length === 0) continue;
      count += lines.length;
      yield lines;
    }
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    throw incomplete(count, ['the connection broke', cause?.code], error);
  }
  if (rest !== '' || last !== `{"exported":${count}}`) {
    throw incomplete(count, ['the response has no end mark']);
  }
}

function incomplete(count: number, reasons: (string | undefined)[], cause?: unknown): SondeError {
  const after = `after ${formatQuantity(count, 'event')}`;
  const detail = [...reasons.filter((reason) => reason !== undefined), after].join(', ');
  return new SondeError('export_incomplete', { detail, cause });
}
