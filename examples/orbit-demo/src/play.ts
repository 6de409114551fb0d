import { join } from 'node:path';
import type { CloudAdmin } from './cloud-admin.js';
import { prompts } from './dialogue.js';
import { createUser, type OrbitUser } from './orbit-user.js';
import type { Persona } from './personas.js';
import { type OrbitRun, type RunOptions, runOrbit } from './run-orbit.js';
import type { PlannedRun, PlannedUser } from './schedule.js';
import { keys } from './terminal.js';

export interface PlayOptions {
  /** Directory that every user gets one of their own in. */
  root: string;
  endpoint: string;
  key?: string;
  cloudUrl: string;
  cloud: CloudAdmin;
  /** Told after each run. */
  onRun: (planned: PlannedRun, persona: Persona) => void;
  /** Between two runs: nothing more is started once it is aborted. */
  signal: AbortSignal;
}

const applicationNames = ['sparrow', 'heron', 'swift', 'plover', 'martin', 'curlew', 'wren'];

/**
 * Plays one user's runs one after another.
 *
 * @throws When a run ends otherwise than planned.
 */
export async function playUser(
  planned: PlannedUser,
  index: number,
  options: PlayOptions,
): Promise<OrbitUser> {
  const { root, endpoint, key, cloudUrl, cloud, onRun, signal } = options;
  const person = {
    userName: planned.name.toLowerCase().replace(' ', '-'),
    password: 'a few good words',
  };
  const { userId, token } = await cloud.createUser({ ...planned, ...person });
  const user = createUser({
    root: join(root, `user-${index + 1}`),
    endpoint,
    cloudUrl,
    person,
    env: planned.persona.env,
    ...(key === undefined ? {} : { key }),
    ...(planned.hasTokenVariable ? { token } : {}),
  });
  for (const [position, run] of planned.runs.entries()) {
    if (signal.aborted) break;
    const bird = applicationNames[position % applicationNames.length];
    const ended = await playRun(run, planned.persona, {
      user,
      userId,
      cloud,
      name: `${bird}-${position + 1}`,
      plan: run.plan,
      region: run.region,
      env: {
        ORBIT_VERSION_OVERRIDE: run.version,
        ORBIT_TELEMETRY_CLOCK_OFFSET_MS: String(Math.round(run.at - Date.now())),
      },
    });
    const expected = exitCodeOf(run);
    if (ended.exitCode !== expected && !signal.aborted) {
      throw new Error(
        `${describe(run)} of ${planned.name} ended with ${ended.exitCode ?? ended.signal}, not ${expected}.\n${ended.stdout}${ended.stderr}`,
      );
    }
    onRun(run, planned.persona);
  }
  return user;
}

type World = Parameters<
  Extract<PlannedRun['command'], { kind: 'create' }>['scenario']['run']
>[0] & { env: Record<string, string> };

async function playRun({ command }: PlannedRun, persona: Persona, world: World): Promise<OrbitRun> {
  const { user, env } = world;
  const turns: Pick<RunOptions, 'turns'> = persona.kind === 'human' ? { turns: [] } : {};
  switch (command.kind) {
    case 'create':
      return command.scenario.run(world);
    case 'login': {
      // Whoever signs in has nothing yet, and begins with something else.
      const later = { waitFor: prompts.createFirst, type: `n${keys.enter}` };
      const isAsked = persona.kind === 'human';
      return runOrbit(user, ['auth', 'login'], { env, ...(isAsked ? { turns: [later] } : {}) });
    }
    case 'logout':
      return runOrbit(user, ['auth', 'logout'], { env, ...turns });
    case 'status':
      return runOrbit(user, ['auth', 'status'], { env, ...turns });
    case 'init':
      return runOrbit(user, ['init'], { env, ...turns });
    case 'list':
      return runOrbit(user, ['application', 'list'], { env, ...turns });
    case 'list_failing':
      await world.cloud.addFault({
        method: 'GET',
        path: '/v1/applications',
        user_id: world.userId,
        status: 502,
      });
      return runOrbit(user, ['application', 'list'], { env, ...turns });
  }
}

function exitCodeOf({ command }: PlannedRun): number | null {
  if (command.kind === 'create') return command.scenario.expected.exitCode;
  return command.kind === 'list_failing' ? 1 : 0;
}

/** For example `create: cancelled_at_plan`. */
export function describe({ command }: PlannedRun): string {
  return command.kind === 'create' ? `create: ${command.scenario.name}` : command.kind;
}
