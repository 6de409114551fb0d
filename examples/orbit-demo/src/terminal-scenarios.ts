import type { FaultRule } from '@sonde/example-orbit-cloud';
import { answer, cancelAt, lastTurns, prompts } from './dialogue.js';
import { type OrbitRun, type RunOptions, runOrbit } from './run-orbit.js';
import {
  type ExpectedEnding,
  nearestRegion,
  type Scenario,
  type ScenarioNeeds,
  type ScenarioWorld,
  unavailableRegion,
} from './scenario.js';
import { keys, type Turn } from './terminal.js';

const create = ['application', 'create'];

/** A person at a terminal. */
function inTerminal<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  turns: (world: ScenarioWorld) => readonly Turn[],
  needs: Omit<ScenarioNeeds, 'terminal'> = {},
): Scenario<Name> {
  return {
    name,
    expected,
    needs: { terminal: true, ...needs },
    run: (world) => play(world, turns(world)),
  };
}

function play(
  world: ScenarioWorld,
  turns: readonly Turn[],
  options: Partial<RunOptions> = {},
): Promise<OrbitRun> {
  return runOrbit(world.user, create, { turns, env: world.env ?? {}, ...options });
}

const cancelled = (step: string): ExpectedEnding => ({
  outcome: 'aborted',
  reason: 'cancelled',
  step,
  exitCode: 2,
});

const untilRegion = (world: ScenarioWorld): Turn[] => {
  const { name, plan, terms } = answer(world);
  return [name, plan, terms];
};
const inUnavailableRegion: Turn = {
  waitFor: prompts.region,
  type: unavailableRegion + keys.enter,
};

/** Answers every prompt while one of the user's requests fails. */
function withFault<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  fault: Pick<FaultRule, 'method' | 'path' | 'status'>,
): Scenario<Name> {
  return {
    name,
    expected,
    needs: { terminal: true },
    async run(world) {
      await world.cloud.addFault({ ...fault, user_id: world.userId });
      return play(world, [...untilRegion(world), answer(world).region]);
    },
  };
}

/** Ends orbit while the service creates the application. */
function duringApiCall<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  end: Partial<Turn>,
): Scenario<Name> {
  return {
    name,
    expected,
    needs: { terminal: true },
    async run(world) {
      const { cloud, userId } = world;
      const path = '/v1/applications';
      await cloud.addFault({ method: 'POST', path, user_id: userId, delay_ms: 20_000 });
      return play(world, [
        ...untilRegion(world),
        answer(world).region,
        // Once the request is on its way: its fault must not be left for the person's next one.
        {
          waitFor: `Creating ${world.name}`,
          act: () => cloud.untilFaultsMet(userId),
          ...end,
        },
      ]);
    },
  };
}

/** Every outcome of the create flow for a person who answers prompts. */
export const terminalScenarios = [
  inTerminal('completed', { outcome: 'completed', exitCode: 0 }, (world) => [
    ...untilRegion(world),
    answer(world).region,
    ...lastTurns(world),
  ]),
  inTerminal(
    'completed_signing_in',
    { outcome: 'completed', exitCode: 0 },
    (world) => {
      const { name, plan, terms, region } = answer(world);
      return [name, plan, terms, region, ...lastTurns(world)];
    },
    { session: false },
  ),
  inTerminal(
    'completed_in_other_region',
    { outcome: 'completed', region: nearestRegion, exitCode: 0 },
    (world) => [
      ...untilRegion(world),
      inUnavailableRegion,
      answer(world).otherRegion,
      ...lastTurns(world),
    ],
  ),
  inTerminal(
    'completed_then_left',
    { outcome: 'completed', exitCode: 0 },
    (world) => [...untilRegion(world), answer(world).region, cancelAt('asDefault')],
    { defaultApplication: true },
  ),
  inTerminal(
    'terms_declined',
    { outcome: 'aborted', reason: 'declined_terms', step: 'terms', exitCode: 1 },
    (world) => {
      const { name, plan } = answer(world);
      return [name, plan, { waitFor: prompts.terms, type: `n${keys.enter}` }];
    },
  ),
  inTerminal(
    'billing_wall',
    { outcome: 'aborted', reason: 'billing_required', step: 'plan', exitCode: 1 },
    (world) => {
      const { name, plan, billingPage } = answer({ ...world, plan: 'pro' });
      return [name, plan, billingPage];
    },
    { billing: false },
  ),
  inTerminal('cancelled_at_name', cancelled('name'), () => [cancelAt('name')]),
  {
    name: 'cancelled_at_browser',
    expected: cancelled('auth'),
    needs: { terminal: true, session: false },
    run: (world) =>
      play(world, [answer(world).name, cancelAt('browser')], {
        env: { ...world.env, ORBIT_PERSON_ACTION: 'never_answer' },
      }),
  },
  inTerminal('cancelled_at_plan', cancelled('plan'), (world) => [
    answer(world).name,
    cancelAt('plan'),
  ]),
  inTerminal('cancelled_at_terms', cancelled('terms'), (world) => [
    answer(world).name,
    answer(world).plan,
    cancelAt('terms'),
  ]),
  inTerminal('cancelled_at_region', cancelled('region'), (world) => [
    ...untilRegion(world),
    cancelAt('region'),
  ]),
  inTerminal('cancelled_at_other_region', cancelled('region'), (world) => [
    ...untilRegion(world),
    inUnavailableRegion,
    cancelAt('otherRegion'),
  ]),
  duringApiCall('cancelled_during_api_call', cancelled('api_call'), { type: keys.ctrlC }),
  withFault(
    'failed_at_api_call',
    { outcome: 'failed', step: 'api_call', errorClass: 'CloudFailureError', exitCode: 1 },
    { method: 'POST', path: '/v1/applications', status: 500 },
  ),
  withFault(
    'failed_at_api_key',
    { outcome: 'failed', step: 'api_key', errorClass: 'CloudFailureError', exitCode: 1 },
    { method: 'POST', path: '/v1/applications/:application_id/api-keys', status: 500 },
  ),
  inTerminal(
    'killed_at_plan',
    { outcome: 'vanished', reason: 'vanished', step: 'plan', exitCode: null },
    (world) => [answer(world).name, { waitFor: prompts.plan, signal: 'SIGKILL' }],
  ),
  duringApiCall(
    'killed_during_api_call',
    { outcome: 'vanished', reason: 'vanished', step: 'api_call', exitCode: null },
    { signal: 'SIGKILL' },
  ),
] as const satisfies readonly Scenario[];
