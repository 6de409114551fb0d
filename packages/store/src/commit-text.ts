import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeText } from './sql/write-names.js';

/** Makes lines readable for the engine while a statement runs. */
export interface CommitText {
  /** @param run Gets SQL of a table with the lines. */
  provide(
    lines: readonly Buffer[],
    format: { name: 'TabSeparated' | 'JSONCompactEachRow'; structure: string },
    run: (table: string) => Promise<void>,
  ): Promise<void>;
}

/**
 * As a literal of the statement, quoted with a random mark that clients cannot predict. For an engine
 * that cannot read this process's files.
 */
export const literalText: CommitText = {
  provide(lines, { name, structure }, run) {
    const mark = `$rows_${randomUUID().replaceAll('-', '')}$`;
    return run(`format(${name}, '${structure}', ${mark}${Buffer.concat(lines)}${mark})`);
  },
};

/** The engine would take a path with these for a pattern, or for a file in an archive. */
const patterns = /[*?{}]|::/;

/**
 * As a file in the data directory, which exists only during the statement. The engine reads it four
 * times as fast as a literal, of which it makes several copies.
 */
export async function textInFile(directory: string): Promise<CommitText> {
  const path = join(resolve(directory), 'sonde-commit');
  // A killed process may have left it.
  await rm(path, { force: true });
  if (patterns.test(path)) return literalText;
  return {
    async provide(lines, { name, structure }, run) {
      try {
        await writeFile(path, Buffer.concat(lines), { mode: 0o600 });
        await run(`file(${writeText(path)}, ${name}, '${structure}')`);
      } finally {
        await rm(path, { force: true });
      }
    },
  };
}
