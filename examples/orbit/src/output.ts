export type OutputFormat = 'text' | 'json';

export interface Output {
  format: OutputFormat;
  /** The result, on stdout: the text, or the value as JSON. */
  result(text: string, value: unknown): void;
  /** Other information for people, on stderr; not with JSON output. */
  note(text: string): void;
  /** A partial failure; on stderr with every output format. */
  warn(text: string): void;
}

export function createOutput(format: OutputFormat): Output {
  return {
    format,
    result(text, value) {
      const line = format === 'json' ? JSON.stringify(value, null, 2) : text;
      if (line !== '') process.stdout.write(`${line}\n`);
    },
    note(text) {
      if (format === 'text') process.stderr.write(`${text}\n`);
    },
    warn(text) {
      process.stderr.write(`Warning: ${text}\n`);
    },
  };
}

/** Columns as wide as their widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
