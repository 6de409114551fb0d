/** Null in the engine's format `TabSeparated`. */
export const tabSeparatedNull = '\\N';

const special = /[\\\t\n\r\0]/;

/** Encodes text as a field of the engine's format `TabSeparated`. */
export function escapeField(text: string): string {
  return special.test(text) ? text.replace(/[\\\t\n\r\0]/g, escapeCharacter) : text;
}

/** Encodes a list of texts as a field of that format. */
export function escapeListField(texts: readonly string[]): string {
  return `[${texts.map((text) => `'${escapeField(text).replaceAll("'", "\\'")}'`).join(',')}]`;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '\t':
      return '\\t';
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\0':
      return '\\0';
    default:
      return '\\\\';
  }
}

/** Reverses {@link escapeField}, and what the engine writes. */
export function unescapeField(field: string): string {
  return field.replace(/\\(.)/g, (_, character: string) => unescaped.get(character) ?? character);
}

const unescaped: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['0', '\0'],
  ['b', '\b'],
  ['f', '\f'],
]);
