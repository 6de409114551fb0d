import type { IncomingHttpHeaders } from 'node:http';

/** The user name of Basic authentication, where several clients put their key. */
export function basicUser({ authorization }: IncomingHttpHeaders): string | undefined {
  const encoded = /^Basic +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  return Buffer.from(encoded, 'base64').toString().split(':', 1)[0];
}

/** The token of Bearer authentication. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}
