import { prompts } from './dialogue.js';
import type { BrowserAction } from './person-at-browser.js';
import { currentAccount, signIn } from './person-state.js';
import { type OrbitRun, runOrbit } from './run-orbit.js';
import type { Scenario, ScenarioNeeds, ScenarioWorld } from './scenario.js';
import { keys, type Turn } from './terminal.js';

interface Details {
  needs?: ScenarioNeeds;
  exitCode?: number;
  silent?: boolean;
  changes?: Scenario['changes'];
  /** Prompts, only on a terminal. */
  turns?: (world: ScenarioWorld) => readonly Turn[];
  action?: BrowserAction;
  prepare?: (world: ScenarioWorld) => Promise<void>;
}

/** A command without a flow. */
function command<const Name extends string>(
  name: Name,
  args: readonly string[] | ((world: ScenarioWorld) => readonly string[]),
  details: Details = {},
): Scenario<Name> {
  const { needs = {}, exitCode = 0, silent = false, changes, action } = details;
  const { turns = () => [], prepare = async () => undefined } = details;
  return {
    name,
    needs,
    expected: { outcome: 'none', exitCode, silent },
    ...(changes && { changes }),
    async run(world): Promise<OrbitRun> {
      await prepare(world);
      return runOrbit(world.user, typeof args === 'function' ? args(world) : args, {
        env: { ...world.env, ...(action && { ORBIT_PERSON_ACTION: action }) },
        ...(world.terminal === true ? { turns: turns(world) } : {}),
      });
    },
  };
}

const list = ['application', 'list'];
const either = { session: 'either' } as const;
const signedOut = { session: false, terminal: true } as const;

const lastOf = (world: ScenarioWorld) => world.applications?.at(-1) ?? '';
/** From now on the newest application is the default. */
const selects: Scenario['changes'] = (state) => {
  const application = currentAccount(state).applications.length - 1;
  state.defaultApplication = { account: state.account, application };
};

/** Commands between creating, signing in and changing plans. */
export const everydayScenarios = [
  command('list', list),
  command('list_failing', list, {
    exitCode: 1,
    prepare: ({ cloud, userId }) =>
      cloud.addFault({ method: 'GET', path: '/v1/applications', user_id: userId, status: 502 }),
  }),
  command('list_signing_in', list, { needs: signedOut, changes: signIn }),
  command('list_denied_on_page', list, { needs: signedOut, action: 'cancel', exitCode: 2 }),
  command('list_renewing', list, {
    needs: { browser: true },
    prepare: ({ cloud, userId }) => cloud.expireAccessTokens(userId),
  }),
  command('list_after_session_ended', list, {
    needs: { browser: true, terminal: true },
    prepare: ({ cloud, userId }) => cloud.revokeSessions(userId),
  }),
  command('status', ['auth', 'status']),
  command('select', ['application', 'select'], {
    needs: { terminal: true, applications: { min: 2 } },
    turns: (world) => [{ waitFor: prompts.application, type: lastOf(world) + keys.enter }],
    changes: selects,
  }),
  command('select_by_flags', (world) => ['application', 'select', '--app', lastOf(world)], {
    needs: { terminal: false, applications: { min: 1 } },
    changes: selects,
  }),
  command('init', ['init'], { needs: either }),
  command('logout', ['auth', 'logout'], {
    needs: { browser: true },
    changes: (state) => {
      state.isSignedIn = false;
    },
  }),
  // Not counted: help reports nothing, and refused arguments are not an invocation.
  command('completion', ['completion', 'bash'], { needs: either, silent: true }),
  command('help', ['application', '--help'], { needs: either, silent: true }),
  command('typo', ['aplication', 'list'], { needs: either, silent: true, exitCode: 1 }),
  command('list_not_signed_in', list, {
    needs: { session: false, terminal: false },
    silent: true,
    exitCode: 4,
  }),
] as const satisfies readonly Scenario[];
