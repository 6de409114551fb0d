/**
 * SQL that selects the entries of a list that may have hundreds of thousands of them. The parameter
 * is a text, made by {@link longList}: the engine takes minutes to read a long array.
 */
export function textsOf(parameter: string, type = 'String'): string {
  return `SELECT arrayJoin(JSONExtract({${parameter}:String}, 'Array(${type})'))`;
}

export function longList(entries: readonly (string | readonly string[])[]): string {
  return JSON.stringify(entries);
}
