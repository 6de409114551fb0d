/** A null of the engine's `TabSeparated` format. */
export const tabSeparatedNull = '\\N';

const special = /[\\\t\n\r\0]/;

/** Text as a field of the engine's `TabSeparated` format. */
export function escapeField(text: string): string {
  return special.test(text) ? text.replace(/[\\\t\n\r\0]/g, escapeCharacter) : text;
}

/** A list of texts as a field of that format. */
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
