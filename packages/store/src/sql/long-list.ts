/**
 * SQL that selects the entries of a list that may have hundreds of thousands of them. The parameter
 * is a text, made by {@link longList}: the engine takes minutes to read a long array.
 */
export function textsOf(parameter: string, type = 'String'): string {
  return `SELECT arrayJoin(JSONExtract({${parameter}:String}, 'Array(${type})'))`;
}

/** SQL that selects the hashes of such a list, as in `invocation_hash` of derived tables. */
export function hashesOf(parameter: string): string {
  return `SELECT cityHash64(arrayJoin(JSONExtract({${parameter}:String}, 'Array(String)')))`;
}

export function longList(entries: readonly (string | number | readonly string[])[]): string {
  return JSON.stringify(entries);
}
