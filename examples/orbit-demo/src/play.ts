import { join } from 'node:path';
import type { CloudAdmin } from './cloud-admin.js';
import { createUser, type OrbitUser, type Person, seatPerson } from './orbit-user.js';
import type { Persona } from './personas.js';
import type { PlannedAccount, PlannedRun, PlannedUser } from './schedule.js';

export interface PlayOptions {
  /** Parent of each user's own directory. */
  root: string;
  endpoint: string;
  key?: string;
  cloudUrl: string;
  cloud: CloudAdmin;
  /** Called after each run. */
  onRun: (planned: PlannedRun, persona: Persona) => void;
  /** Checked between runs: after an abort no further run starts. */
  signal: AbortSignal;
}

const applicationNames = ['sparrow', 'heron', 'swift', 'plover', 'martin', 'curlew', 'wren'];

/** The credentials of an account's owner. */
function personOf({ name }: PlannedAccount): Person {
  return { userName: name.toLowerCase().replaceAll(' ', '-'), password: 'a few good words' };
}

/**
 * Plays one user's runs one after another.
 *
 * @throws If a run does not end as planned.
 */
export async function playUser(
  planned: PlannedUser,
  index: number,
  options: PlayOptions,
): Promise<OrbitUser> {
  const { root, endpoint, key, cloudUrl, cloud, onRun, signal } = options;
  const tokens = await createAccounts(planned, cloud);
  const user = createUser({
    root: join(root, `user-${index + 1}`),
    endpoint,
    cloudUrl,
    // Set to the current person before each run.
    person: { userName: '', password: '' },
    env: planned.persona.env,
    ...(key === undefined ? {} : { key }),
    ...(planned.hasTokenVariable && tokens[0] !== undefined ? { token: tokens[0] } : {}),
  });
  for (const [position, run] of planned.runs.entries()) {
    if (signal.aborted) break;
    const account = planned.accounts[run.account];
    if (account === undefined) throw new RangeError(`There is no account ${run.account}.`);
    const person = personOf(account);
    seatPerson(user.root, person);
    const before = await cloud.findUser(person.userName);
    const bird = applicationNames[position % applicationNames.length];
    const { scenario } = run;
    const world = {
      user,
      // The id of a user who signs up is not known before, and no fault is set for it.
      userId: before?.userId ?? '',
      applications: before?.applications ?? [],
      cloud,
      person,
      name: `${bird}-${position + 1}`,
      plan: run.plan,
      region: run.region,
      terminal: planned.persona.kind === 'human',
      env: {
        ORBIT_VERSION_OVERRIDE: run.version,
        ORBIT_TELEMETRY_CLOCK_OFFSET_MS: String(Math.round(run.at - Date.now())),
      },
    };
    const ended = await scenario.run(world).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`${scenario.name} of ${account.name}: ${message}`, { cause: error });
    });
    if (ended.exitCode !== scenario.expected.exitCode && !signal.aborted) {
      throw new Error(
        `${scenario.name} of ${account.name} ended with ${ended.exitCode ?? ended.signal}, not ${scenario.expected.exitCode}.\n${ended.stdout}${ended.stderr}`,
      );
    }
    if (before === undefined && account.billing) await addCard(person, cloud);
    onRun(run, planned.persona);
  }
  return user;
}

/** Creates the accounts that exist from the start; resolves with their program tokens. */
function createAccounts(
  { accounts }: PlannedUser,
  cloud: CloudAdmin,
): Promise<(string | undefined)[]> {
  return Promise.all(
    accounts.map(async (account) => {
      if (account.isNew) return undefined;
      return (await cloud.createUser({ ...account, ...personOf(account) })).token;
    }),
  );
}

/** A person who has just signed up may add a card. */
async function addCard({ userName }: Person, cloud: CloudAdmin): Promise<void> {
  const created = await cloud.findUser(userName);
  if (created !== undefined) await cloud.setBilling(created.userId, true);
}
