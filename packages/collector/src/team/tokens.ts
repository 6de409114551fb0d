import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits, and the hash that identifies it. */
export function createToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

/** A plain hash: 256 random bits cannot be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A random id without meaning. */
export function createId(): string {
  return randomBytes(8).toString('hex');
}
