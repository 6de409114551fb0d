import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** A stored password hash with its parameters, so that the cost can be raised later. */
export interface PasswordHash {
  /** Hexadecimal, like `hash`. */
  salt: string;
  hash: string;
  cost: number;
  block_size: number;
  parallelization: number;
}

const current = { cost: 2 ** 15, block_size: 8, parallelization: 1 };
const hashBytes = 32;

function derive(
  password: string,
  salt: Buffer,
  { cost, block_size, parallelization }: Omit<PasswordHash, 'salt' | 'hash'>,
): Promise<Buffer> {
  const options: ScryptOptions = {
    N: cost,
    r: block_size,
    p: parallelization,
    maxmem: 256 * cost * block_size,
  };
  // Different keyboards can produce different code points for the same characters.
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, current);
  return { salt: salt.toString('hex'), hash: hash.toString('hex'), ...current };
}

/** Takes the same time without a stored hash, so that timing does not reveal which users exist. */
export async function verifyPassword(
  password: string,
  kept: PasswordHash | undefined,
): Promise<boolean> {
  if (kept === undefined) {
    await derive(password, Buffer.alloc(16), current);
    return false;
  }
  const hash = await derive(password, Buffer.from(kept.salt, 'hex'), kept);
  return timingSafeEqual(hash, Buffer.from(kept.hash, 'hex'));
}
