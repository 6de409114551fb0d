import type { Parameters } from './database.js';
import { writeText } from './write-names.js';

/** A quoted text or name, a comment, or a placeholder. */
const quotedOrPlaceholder =
  /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|`[^`]*`|"[^"]*"|--[^\n]*|\{(\w+):([^{}]+)\}/g;

/**
 * Writes parameters into the text of a statement, as a constant for each placeholder
 * `{name:Type}`.
 *
 * @param chosen Whether to write a parameter of this many characters.
 * @returns The text, and the parameters that were not written.
 */
export function inlineParameters(
  sql: string,
  parameters: Parameters,
  chosen: (characters: number) => boolean,
): { sql: string; parameters: Parameters } {
  const constants = new Map<string, string>();
  const others: Parameters = {};
  for (const [name, value] of Object.entries(parameters)) {
    const constant = writeValue(value);
    if (chosen(constant.length)) constants.set(name, constant);
    else others[name] = value;
  }
  if (constants.size === 0) return { sql, parameters };
  const written = sql.replace(quotedOrPlaceholder, (found: string, name: string, type: string) => {
    const constant = constants.get(name);
    return constant === undefined ? found : `CAST(${constant}, ${writeText(type)})`;
  });
  return { sql: written, parameters: others };
}

function writeValue(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  throw new Error(`A parameter cannot be ${JSON.stringify(value)}`);
}
