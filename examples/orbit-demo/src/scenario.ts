import type { CloudAdmin } from './cloud-admin.js';
import type { OrbitUser, Person } from './orbit-user.js';
import type { PersonState, PlanId } from './person-state.js';
import type { OrbitRun } from './run-orbit.js';

/** A region that must be unavailable at orbit-cloud for scenarios that use it. */
export const unavailableRegion = 'ap-1';
/** The region that orbit uses instead, without a choice. */
export const nearestRegion = 'us-2';

/** A timeout for faults without a response. All other responses must be faster, on any machine. */
export const impatient = { ORBIT_CLOUD_TIMEOUT_MS: '4000' };

/** The flows of orbit, by their names in its catalog. */
export type FlowName = 'application_create' | 'auth' | 'plan_change';

/** The input of a scenario. */
export interface ScenarioWorld {
  user: OrbitUser;
  /** The user at orbit-cloud. */
  userId: string;
  cloud: CloudAdmin;
  /** Name of an application that is created. */
  name: string;
  /** Plan of a new application, or the new plan of an existing one. Default `free`. */
  plan?: PlanId;
  /** Default `eu-1`. */
  region?: 'eu-1' | 'eu-2' | 'us-1' | 'us-2';
  /** More variables for the run, such as those of an agent or a CI vendor. */
  env?: Record<string, string>;
  /**
   * Whether to use a pseudo-terminal, for scenarios that work with and without one. Default false.
   */
  terminal?: boolean;
  /** Names of the user's applications at orbit-cloud, oldest first. Default: none. */
  applications?: readonly string[];
  /** The person at the browser, for scenarios in which the person opens the URL by hand. */
  person?: Person;
}

/** The outcome of a run, as the collector sees it. */
export interface ExpectedEnding {
  /** Outcome of the scenario's flow. `none`: the run has no such flow. */
  outcome: 'completed' | 'aborted' | 'failed' | 'vanished' | 'none';
  /** Where an aborted, failed or vanished flow stopped. */
  step?: string;
  reason?:
    | 'declined_terms'
    | 'cancelled'
    | 'billing_required'
    | 'already_on_plan'
    | 'no_candidates'
    | 'vanished';
  errorClass?: string;
  /** Used instead of the requested one. */
  region?: string;
  /** Null if SIGKILL ended the run. */
  exitCode: number | null;
  /** The run is not an invocation: help, or refused arguments. Default false. */
  silent?: boolean;
}

/** Preconditions of a scenario. */
export interface ScenarioNeeds {
  /** A pseudo-terminal, as for a person; otherwise flags, as for agents and CI. Default: either. */
  terminal?: boolean;
  /** Whether there is a session, or a token in the environment. Default true. */
  session?: boolean | 'either';
  /** Whether the session is from a browser, not a token in the environment. Default: either. */
  browser?: boolean;
  /** Whether there is an account to sign in to. Default true. */
  account?: boolean;
  /** Whether there is a second account to switch to. Default: either. */
  otherAccount?: boolean;
  /** A card on file. Default: either. */
  billing?: boolean;
  /** Whether there is a default application. Default: either. */
  defaultApplication?: boolean;
  /** Number of applications at orbit-cloud. Default: any. */
  applications?: { min?: number; max?: number };
  /** Plan of the application that commands use without a name. Default: there may be none. */
  plan?: readonly PlanId[];
}

/** One outcome of a run of orbit. */
export interface Scenario<Name extends string = string> {
  /** Stable, for example `cancelled_at_plan`. */
  name: Name;
  /** Its flow. Default: none. */
  flow?: FlowName;
  needs: ScenarioNeeds;
  expected: ExpectedEnding;
  /** Possible plans, of which it gets one. Default: all that are available to the user. */
  plans?: (from: PlanId | undefined) => readonly PlanId[];
  /** Changes the person's state after the run. */
  changes?: (state: PersonState, plan: PlanId) => void;
  /** Runs orbit once; resolves with any outcome. */
  run(world: ScenarioWorld): Promise<OrbitRun>;
}
