/** A name as the engine reads it. Quoted names have none of its special characters. */
export const writeName = (name: string): string => `\`${name}\``;

/** A text as the engine reads it, whatever it contains; never with something like a parameter. */
export const writeText = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replaceAll('{', '\\x7b')}'`;
