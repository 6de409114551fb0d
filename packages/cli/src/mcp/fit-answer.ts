import { formatQuantity } from '@sonde/analytics/format';

/** One of the clients cuts answers after 12,000 bytes, without a word. */
const mostBytes = 11_500;

/** In an answer that is too long, one value must not take the place of all others. */
const longestLine = 2_000;

/**
 * Shortens an answer that is too long, and says so.
 *
 * @param keepsEnd Whether its end says as much as its beginning: then lines between are left out.
 */
export function fitAnswer(text: string, keepsEnd = false): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  const lines = text.split('\n').map(cutLine);
  const first = firstThatFit(lines, keepsEnd ? mostBytes / 2 : mostBytes);
  const rest = lines.slice(first.length);
  const last = keepsEnd ? firstThatFit(rest.toReversed(), mostBytes / 2).toReversed() : [];
  const left = rest.length - last.length;
  if (left === 0) return lines.join('\n');
  const advice = keepsEnd
    ? 'The tool sql can read them.'
    : 'Ask for a shorter range, with more filters, or for fewer entries.';
  const note = `… ${formatQuantity(left, 'more line')} left out. ${advice}`;
  return [...first, note, ...last].join('\n');
}

function firstThatFit(lines: readonly string[], most: number): string[] {
  let bytes = 0;
  const end = lines.findIndex((line) => {
    bytes += Buffer.byteLength(line) + 1;
    return bytes > most;
  });
  return lines.slice(0, end === -1 ? lines.length : end);
}

/** @returns The beginning, without half a character at its end. */
function cutLine(line: string): string {
  const bytes = Buffer.from(line);
  if (bytes.length <= longestLine) return line;
  const kept = new TextDecoder().decode(bytes.subarray(0, longestLine)).replace(/\ufffd+$/, '');
  return `${kept}… (cut: ${formatQuantity(bytes.length, 'byte')})`;
}
