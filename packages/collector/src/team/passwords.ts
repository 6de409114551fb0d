import type { Options } from '@node-rs/argon2';
import { SondeError } from '@sonde/protocol';
import { createTurns } from '../ingest/turns.js';

const passwordCharacters = { min: 12, max: 1_024 };

/** What OWASP advises for argon2id: 19 MiB, two passes. */
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes a processor and 19 MiB for some 20 ms: many at once would hold up events. */
const inTurn = createTurns(2);

/** Loaded when somebody signs in: the start does not wait for native code. */
async function hash(password: string): Promise<string> {
  const argon2 = await import('@node-rs/argon2');
  return argon2.hash(password, cost);
}

/** Throws `password_invalid` for one that the account with this e-mail address must not have. */
export function checkPassword(password: string, email: string): void {
  const { min, max } = passwordCharacters;
  const characters = [...password].length;
  if (characters < min) throw new SondeError('password_invalid', { detail: 'it is too short' });
  if (characters > max) throw new SondeError('password_invalid', { detail: 'it is too long' });
  // The first that anybody tries.
  if ([email, email.split('@')[0]].includes(password.toLowerCase())) {
    throw new SondeError('password_invalid', {
      detail: 'it is the e-mail address or a part of it',
    });
  }
}

/**
 * The hash of a new password of the account with this e-mail address. Throws `password_invalid`.
 */
export async function hashPassword(password: string, email: string): Promise<string> {
  checkPassword(password, email);
  return inTurn(() => hash(password));
}

/** The hash of a password that nobody knows, so that a wrong account takes as long as a wrong password. */
let decoy: Promise<string> | undefined;

/**
 * Whether this is the password of the hash; false for null, after the same time.
 */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= inTurn(() => hash(crypto.randomUUID()));
  const compared = passwordHash ?? (await decoy);
  // Longer than any that was ever set; hashing it would only take time.
  const text = password.length > 4 * passwordCharacters.max ? '' : password;
  const { verify } = await import('@node-rs/argon2');
  const isRight = await inTurn(() => verify(compared, text));
  return isRight && passwordHash !== null;
}
