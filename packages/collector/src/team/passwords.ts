import type { Options } from '@node-rs/argon2';
import { SondeError } from '@sonde/protocol';
import { limitConcurrency } from '../limit-concurrency.js';

const passwordCharacters = { min: 12, max: 1_024 };

/** OWASP's recommendation for argon2id: 19 MiB, two passes. */
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each takes a processor and 19 MiB for about 20 ms: many at once would delay events. */
const limited = limitConcurrency(2);

/** Loaded at the first sign-in: the start does not wait for native code. */
async function hash(password: string): Promise<string> {
  const argon2 = await import('@node-rs/argon2');
  return argon2.hash(password, cost);
}

/**
 * Throws `password_invalid` for a password that the account with this e-mail address must not have.
 */
export function checkPassword(password: string, email: string): void {
  const { min, max } = passwordCharacters;
  const characters = [...password].length;
  if (characters < min) throw new SondeError('password_invalid', { detail: 'it is too short' });
  if (characters > max) throw new SondeError('password_invalid', { detail: 'it is too long' });
  // The first guesses of an attacker.
  if ([email, email.split('@')[0]].includes(password.toLowerCase())) {
    throw new SondeError('password_invalid', {
      detail: 'it is the e-mail address or a part of it',
    });
  }
}

/** Hashes a new password of the account with this e-mail address. Throws `password_invalid`. */
export async function hashPassword(password: string, email: string): Promise<string> {
  checkPassword(password, email);
  return limited(() => hash(password));
}

/** The hash of a random password, so that an unknown account takes as long as a wrong password. */
let decoy: Promise<string> | undefined;

/** Whether the password matches the hash; false for null, after the same time. */
export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= limited(() => hash(crypto.randomUUID()));
  const compared = passwordHash ?? (await decoy);
  // Longer than any valid password; hashing it would waste time.
  const text = password.length > 4 * passwordCharacters.max ? '' : password;
  const { verify } = await import('@node-rs/argon2');
  const isRight = await limited(() => verify(compared, text));
  return isRight && passwordHash !== null;
}
