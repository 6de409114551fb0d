import { hashPassword, verifyPassword } from './password.js';
import { createId } from './secret.js';
import type { StateFile, User } from './state.js';

/** Why a person could not sign in or up; the message is for that person. */
export class AccountError extends Error {
  constructor(
    readonly code:
      | 'credentials_wrong'
      | 'too_many_tries'
      | 'user_name_invalid'
      | 'user_name_taken'
      | 'password_invalid',
    message: string,
  ) {
    super(message);
    this.name = 'AccountError';
  }
}

interface Credentials {
  userName: string;
  password: string;
}

export interface Accounts {
  /** @throws AccountError */
  signIn(credentials: Credentials): Promise<User>;
  /** @throws AccountError */
  signUp(credentials: Credentials): Promise<User>;
  /** @throws AccountError */
  create(options: NewUser): Promise<User>;
}

interface NewUser {
  name: string;
  billing: boolean;
  /** SHA-256 of a program's token. */
  tokenHash?: string;
  /** Without them the user cannot sign in on the page. */
  credentials?: Credentials;
}

const userNamePattern = /^[A-Za-z0-9][A-Za-z0-9._@+-]{1,63}$/;
const shortestPassword = 8;
const longestPassword = 256;
const triesAllowed = 10;
const triesWindowMs = 5 * 60_000;

/** Counts failed sign-ins by user name, whether or not the user exists. */
function createTries(now: () => number) {
  let tries = new Map<string, { count: number; since: number }>();
  return {
    check(userName: string): void {
      const found = tries.get(userName);
      if (found === undefined || now() - found.since > triesWindowMs) return;
      if (found.count >= triesAllowed) {
        throw new AccountError(
          'too_many_tries',
          'Too many tries. Wait five minutes, then try again.',
        );
      }
    },
    add(userName: string): void {
      if (tries.size > 10_000) {
        tries = new Map([...tries].filter(([, { since }]) => now() - since <= triesWindowMs));
      }
      const found = tries.get(userName);
      const isRecent = found !== undefined && now() - found.since <= triesWindowMs;
      tries.set(
        userName,
        isRecent ? { ...found, count: found.count + 1 } : { count: 1, since: now() },
      );
    },
    clear(userName: string): void {
      tries.delete(userName);
    },
  };
}

/** User names that differ only in case are the same. */
function findUser(users: readonly User[], userName: string): User | undefined {
  const wanted = userName.toLowerCase();
  return users.find(({ user_name }) => user_name?.toLowerCase() === wanted);
}

/** @throws AccountError */
function checkCredentials({ userName, password }: Credentials): void {
  if (!userNamePattern.test(userName)) {
    throw new AccountError(
      'user_name_invalid',
      'A user name has 2 to 64 letters, digits, or any of . _ @ + -, and starts with a letter or digit.',
    );
  }
  if ([...password].length < shortestPassword) {
    throw new AccountError(
      'password_invalid',
      `The password needs at least ${shortestPassword} characters.`,
    );
  }
  if (password.length > longestPassword) {
    throw new AccountError(
      'password_invalid',
      `The password may have at most ${longestPassword} characters.`,
    );
  }
  if (password.toLowerCase() === userName.toLowerCase()) {
    throw new AccountError('password_invalid', 'The password must not be the user name.');
  }
}

export function createAccounts(state: StateFile): Accounts {
  const tries = createTries(Date.now);

  function checkFree(users: readonly User[], userName: string): void {
    if (findUser(users, userName) === undefined) return;
    throw new AccountError('user_name_taken', 'This user name is taken. Choose another one.');
  }

  async function create({ name, billing, tokenHash, credentials }: NewUser): Promise<User> {
    let signIn: Pick<User, 'user_name' | 'password'> = {};
    if (credentials !== undefined) {
      checkCredentials(credentials);
      checkFree(state.current.users, credentials.userName);
      signIn = {
        user_name: credentials.userName,
        password: await hashPassword(credentials.password),
      };
    }
    return state.update((draft) => {
      // Another request may have taken the name while the password was hashed.
      if (signIn.user_name !== undefined) checkFree(draft.users, signIn.user_name);
      const created: User = {
        id: createId('user'),
        name,
        ...(tokenHash === undefined ? {} : { token_hash: tokenHash }),
        ...signIn,
        billing,
        created_at: new Date().toISOString(),
      };
      draft.users.push(created);
      return created;
    });
  }

  return {
    async signIn({ userName, password }) {
      const key = userName.toLowerCase().slice(0, 64);
      tries.check(key);
      // Counted before the slow comparison, so that concurrent attempts count too.
      tries.add(key);
      const user = findUser(state.current.users, userName);
      const tooLong = password.length > longestPassword;
      const isRight = await verifyPassword(tooLong ? '' : password, user?.password);
      if (user === undefined || !isRight) {
        throw new AccountError('credentials_wrong', 'User name or password is wrong.');
      }
      tries.clear(key);
      return user;
    },

    signUp(credentials) {
      return create({ name: credentials.userName, billing: false, credentials });
    },
    create,
  };
}
