import type { Condition } from '../sql/range.js';
import { writeText } from './write-names.js';

/** Above it, parameters stay parameters. */
const mostCharacters = 100_000;

/**
 * Writes the parameters of a statement into its text: chdb runs statements with parameters one after
 * another, on whichever connection, and a query that somebody wrote may take long.
 *
 * @param condition A statement of the store, whose text holds nothing of a request.
 */
export function inlineParameters(condition: Condition): Condition {
  const { sql, parameters } = condition;
  if (JSON.stringify(parameters).length > mostCharacters) return condition;
  return {
    sql: sql.replace(/\{(\w+):([^{}]+)\}/g, (_, name: string, type: string) => {
      return `CAST(${writeValue(parameters[name])}, ${writeText(type)})`;
    }),
    parameters: {},
  };
}

function writeValue(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  throw new Error(`A parameter cannot be ${JSON.stringify(value)}`);
}
