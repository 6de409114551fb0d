/** Both count from 1. */
export interface Place {
  line: number;
  column: number;
}

/** The place that an error of the API begins with: `line 2, column 8: There is no view user.` */
export function placeOf(detail: string): Place | undefined {
  const [, line, column] = /^line (\d+), column (\d+):/i.exec(detail) ?? [];
  return line === undefined ? undefined : { line: Number(line), column: Number(column) };
}

/** The word at a place, as offsets in the text; at least one character, unless the text is empty. */
export function wordAt(text: string, { line, column }: Place): { from: number; to: number } {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const from = Math.min(before + column - 1, Math.max(0, text.length - 1));
  const word = /^\w+/.exec(text.slice(from))?.[0] ?? '';
  return { from, to: Math.min(from + Math.max(1, word.length), text.length) };
}
