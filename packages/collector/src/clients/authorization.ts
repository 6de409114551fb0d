import type { IncomingHttpHeaders } from 'node:http';

/** The user name of Basic authentication, where several clients put their key. */
export function basicUser({ authorization }: IncomingHttpHeaders): string | undefined {
  return readBasic(authorization)?.user;
}

/** The password of Basic authentication. */
export function basicPassword({ authorization }: IncomingHttpHeaders): string | undefined {
  return readBasic(authorization)?.password;
}

/** The token of Bearer authentication. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

function readBasic(header: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^Basic +(\S+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { user, password: rest.join(':') };
}
