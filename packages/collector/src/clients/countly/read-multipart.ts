import type { ClientRequest } from '../client-family.js';

/** Far more than the fields of any call; splitting a body into millions of parts takes seconds. */
const partsMax = 1_000;

/**
 * The fields of a form with a file, which is how the client sends a person's picture. The picture is
 * not stored. Undefined if the body has another form.
 */
export function readMultipart({
  headers,
  body,
}: ClientRequest): { [name: string]: string } | undefined {
  const type = headers['content-type'] ?? '';
  const boundary = /^multipart\/form-data;.*\bboundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary === undefined) return undefined;
  const fields: [string, string][] = [];
  for (const part of body.toString('latin1').split(`--${boundary}`, partsMax)) {
    const [head = '', ...content] = part.split('\r\n\r\n');
    const name = /\bname="([^"]*)"/.exec(head)?.[1];
    if (name === undefined || /\bfilename=/.test(head)) continue;
    const value = content.join('\r\n\r\n').replace(/\r\n$/, '');
    fields.push([name, Buffer.from(value, 'latin1').toString()]);
  }
  return Object.fromEntries(fields);
}
