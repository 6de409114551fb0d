/**
 * The key in a body that is not complete JSON, for clients that put it nowhere else: without it the
 * content could not be quarantined in its project.
 *
 * @param text The body, or the part of it that should be JSON; undefined if it is not UTF-8.
 * @param field For example `api_key`; part of a regular expression.
 */
export function findKeyInText(text: string | undefined, field: string): string | undefined {
  return text === undefined
    ? undefined
    : new RegExp(`"${field}"\\s*:\\s*"([^"\\\\]{1,200})"`).exec(text)?.[1];
}
