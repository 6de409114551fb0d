/** One of the clients cuts answers after 12,000 bytes, without a word. */
const mostBytes = 11_500;

/** Shortens an answer at the end of a line, and says so. */
export function fitAnswer(text: string): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  const lines = text.split('\n');
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > mostBytes) break;
    kept.push(line);
  }
  if (kept.length === 0) kept.push(cutLine(lines[0] ?? ''));
  const left = lines.length - kept.length;
  return `${kept.join('\n')}\n… ${left} more lines are left out. Ask for a shorter range, with more filters, or for fewer entries.`;
}

/** @returns The beginning, without half a character at its end. */
function cutLine(line: string): string {
  return new TextDecoder().decode(Buffer.from(line).subarray(0, mostBytes)).replace(/\ufffd+$/, '');
}
