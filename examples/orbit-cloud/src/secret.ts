import { createHash, randomBytes } from 'node:crypto';

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Random text of `[0-9a-z]`. */
function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // 252 is the largest multiple of 36 below 256; higher values would favour the first letters.
      if (byte < 252 && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}

/** An id such as `app_4f0k2j9x7q1m`. */
export function createId(kind: 'user' | 'app' | 'key'): string {
  return `${kind}_${randomText(12)}`;
}

/** A bearer secret such as `orbit_tok_…`; 165 bits. */
export function createSecret(kind: 'tok' | 'key' | 'adm'): string {
  return `orbit_${kind}_${randomText(32)}`;
}

/** The stored form of a secret. It is random and long, so a plain hash is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
