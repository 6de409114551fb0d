import { readFileSync } from 'node:fs';
import { type BrowserPerson, browse, isBrowserAction } from './person-at-browser.js';

function readPerson(env: NodeJS.ProcessEnv): BrowserPerson {
  const file = env.ORBIT_PERSON_FILE;
  const given = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  const action = given.action ?? env.ORBIT_PERSON_ACTION ?? 'sign_in';
  if (!isBrowserAction(action)) throw new Error(`There is no action ${action}.`);
  return {
    action,
    userName: given.user_name ?? env.ORBIT_PERSON_USER_NAME ?? '',
    password: given.password ?? env.ORBIT_PERSON_PASSWORD ?? '',
  };
}

/** Runs the command line; resolves with the exit code. */
export async function main(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const [address] = args;
    if (address === undefined) throw new Error('Give the address to open.');
    await browse(address, readPerson(env));
    return 0;
  } catch (error) {
    process.stderr.write(`person-at-browser: ${error instanceof Error ? error.message : error}\n`);
    return 1;
  }
}
