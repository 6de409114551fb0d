import type { ClientRequest } from './client-family.js';

/**
 * The key in a body that is not complete JSON, for clients that put it nowhere else: without it the
 * content could not be quarantined in its project.
 *
 * @param field For example `api_key`.
 */
export function findKeyInText(request: ClientRequest, field: string): string | undefined {
  const text = request.readText();
  return text === undefined
    ? undefined
    : new RegExp(`"${field}"\\s*:\\s*"([^"\\\\]{1,200})"`).exec(text)?.[1];
}
