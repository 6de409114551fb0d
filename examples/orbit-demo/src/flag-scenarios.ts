import type { FaultRule } from '@sonde/example-orbit-cloud';
import { type OrbitRun, type RunOptions, runOrbit } from './run-orbit.js';
import {
  type ExpectedEnding,
  impatient,
  nearestRegion,
  type Scenario,
  type ScenarioNeeds,
  type ScenarioWorld,
  unavailableRegion,
} from './scenario.js';

interface Flags {
  plan?: string;
  region?: string;
  acceptTerms?: boolean;
  more?: string[];
}

function play(
  world: ScenarioWorld,
  flags: Flags = {},
  options: Partial<RunOptions> = {},
): Promise<OrbitRun> {
  const {
    plan = world.plan ?? 'free',
    region = world.region ?? 'eu-1',
    acceptTerms = true,
  } = flags;
  const args = ['application', 'create', '--name', world.name, '--plan', plan, '--region', region];
  if (acceptTerms) args.push('--accept-terms');
  args.push(...(flags.more ?? []), '-o', 'json');
  return runOrbit(world.user, args, { env: world.env ?? {}, ...options });
}

/** An agent or a CI job: no terminal. */
function byFlags<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  flags: Flags = {},
  needs: Omit<ScenarioNeeds, 'terminal'> = {},
): Scenario<Name> {
  return {
    name,
    expected,
    needs: { terminal: false, ...needs },
    run: (world) => play(world, flags),
  };
}

type Fault = Omit<FaultRule, 'user_id' | 'times'>;

function withFault<const Name extends string>(
  name: Name,
  expected: Omit<ExpectedEnding, 'outcome'>,
  fault: Fault,
): Scenario<Name> {
  return {
    name,
    expected: { outcome: 'failed', ...expected },
    needs: { terminal: false },
    async run(world) {
      await world.cloud.addFault({ ...fault, user_id: world.userId });
      const patience = fault.delay_ms === undefined ? {} : impatient;
      return play(world, {}, { env: { ...world.env, ...patience } });
    },
  };
}

/** Ends orbit while the service creates the application. */
function duringApiCall<const Name extends string>(
  name: Name,
  expected: ExpectedEnding,
  signal: NodeJS.Signals,
): Scenario<Name> {
  return {
    name,
    expected,
    needs: { terminal: false },
    async run(world) {
      const { cloud, userId } = world;
      const path = '/v1/applications';
      await cloud.addFault({ method: 'POST', path, user_id: userId, delay_ms: 20_000 });
      return play(world, {}, { interrupt: { signal, when: () => cloud.untilFaultsMet(userId) } });
    },
  };
}

const created = '/v1/applications/:application_id';

/** Every outcome of the create flow for agents and CI, which use flags. */
export const flagScenarios = [
  byFlags('completed_by_flags', { outcome: 'completed', exitCode: 0 }),
  byFlags(
    'completed_in_other_region_by_flags',
    { outcome: 'completed', region: nearestRegion, exitCode: 0 },
    { region: unavailableRegion },
  ),
  byFlags(
    'terms_not_accepted_by_flags',
    { outcome: 'aborted', reason: 'declined_terms', step: 'terms', exitCode: 1 },
    { acceptTerms: false },
  ),
  byFlags(
    'billing_wall_by_flags',
    { outcome: 'aborted', reason: 'billing_required', step: 'plan', exitCode: 1 },
    { plan: 'pro' },
    { billing: false },
  ),
  byFlags(
    'not_signed_in_by_flags',
    { outcome: 'failed', step: 'auth', errorClass: 'AuthenticationRequiredError', exitCode: 4 },
    {},
    { session: false },
  ),
  byFlags('dry_run_by_flags', { outcome: 'none', exitCode: 0 }, { more: ['--dry-run'] }),
  duringApiCall(
    'interrupted_during_api_call_by_flags',
    { outcome: 'aborted', reason: 'cancelled', step: 'api_call', exitCode: 2 },
    'SIGINT',
  ),
  duringApiCall(
    'killed_during_api_call_by_flags',
    { outcome: 'vanished', reason: 'vanished', step: 'api_call', exitCode: null },
    'SIGKILL',
  ),
  {
    name: 'unauthorized_by_flags',
    expected: { outcome: 'failed', step: 'auth', errorClass: 'UnauthorizedError', exitCode: 4 },
    needs: { terminal: false, session: false },
    run: (world) =>
      play({ ...world, env: { ...world.env, ORBIT_TOKEN: 'orbit_tok_that_was_deleted' } }),
  },
  withFault(
    'plans_not_found_by_flags',
    { step: 'plan', errorClass: 'NotFoundError', exitCode: 1 },
    { method: 'GET', path: '/v1/plans', status: 404 },
  ),
  withFault(
    'rate_limited_by_flags',
    { step: 'region', errorClass: 'RateLimitedError', exitCode: 1 },
    { method: 'GET', path: '/v1/regions', status: 429, retry_after: 30 },
  ),
  withFault(
    'failed_at_api_call_by_flags',
    { step: 'api_call', errorClass: 'CloudFailureError', exitCode: 1 },
    { method: 'POST', path: '/v1/applications', status: 500 },
  ),
  withFault(
    'malformed_api_key_by_flags',
    { step: 'api_key', errorClass: 'MalformedAnswerError', exitCode: 1 },
    { method: 'POST', path: `${created}/api-keys`, malformed: true },
  ),
  withFault(
    'failed_at_api_key_by_flags',
    { step: 'api_key', errorClass: 'CloudFailureError', exitCode: 1 },
    { method: 'POST', path: `${created}/api-keys`, status: 500 },
  ),
  withFault(
    'connection_reset_by_flags',
    { step: 'apply_plan', errorClass: 'CloudUnreachableError', exitCode: 1 },
    { method: 'PUT', path: `${created}/plan`, reset: true },
  ),
  withFault(
    'timed_out_by_flags',
    { step: 'apply_plan', errorClass: 'CloudTimeoutError', exitCode: 1 },
    { method: 'PUT', path: `${created}/plan`, delay_ms: 20_000 },
  ),
  {
    name: 'billing_required_at_apply_plan_by_flags',
    needs: { terminal: false },
    expected: {
      outcome: 'aborted',
      reason: 'billing_required',
      step: 'apply_plan',
      exitCode: 1,
    },
    async run(world) {
      await world.cloud.addFault({
        method: 'PUT',
        path: `${created}/plan`,
        user_id: world.userId,
        status: 402,
      });
      return play(world);
    },
  },
] as const satisfies readonly Scenario[];
