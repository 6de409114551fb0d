import type { CloudAdmin } from './cloud-admin.js';
import type { OrbitUser, Person } from './orbit-user.js';
import type { PersonState, PlanId } from './person-state.js';
import type { OrbitRun } from './run-orbit.js';

/** A region that orbit-cloud must have set unavailable for the scenarios that meet one. */
export const unavailableRegion = 'ap-1';
/** Where orbit goes instead, when nobody chooses. */
export const nearestRegion = 'us-2';

/** Of somebody who meets a service that does not answer. Its other answers must come sooner, anywhere. */
export const impatient = { ORBIT_CLOUD_TIMEOUT_MS: '4000' };

/** The flows of orbit, by their names in its catalog. */
export type FlowName = 'application_create' | 'auth' | 'plan_change';

/** What a scenario is played with. */
export interface ScenarioWorld {
  user: OrbitUser;
  /** The user at orbit-cloud. */
  userId: string;
  cloud: CloudAdmin;
  /** Name of an application that is created. */
  name: string;
  /** Of an application that is created, or that one is changed to. Default `free`. */
  plan?: PlanId;
  /** Default `eu-1`. */
  region?: 'eu-1' | 'eu-2' | 'us-1' | 'us-2';
  /** More variables for the run, such as those of an agent or a CI vendor. */
  env?: Record<string, string>;
  /** A pseudo-terminal, for scenarios that do with and without. Default false. */
  terminal?: boolean;
  /** Names of the user's applications at orbit-cloud, the oldest first. Default: none. */
  applications?: readonly string[];
  /** Who sits at the browser, for scenarios in which the person opens the address by hand. */
  person?: Person;
}

/** How a run ends, as the collector sees it. */
export interface ExpectedEnding {
  /** Of the scenario's flow. `none`: there is no such flow in the run. */
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
  /** Used instead of the one that was asked for. */
  region?: string;
  /** Null when SIGKILL ended the run. */
  exitCode: number | null;
  /** The run reports nothing at all. Default false. */
  silent?: boolean;
}

/** What must hold before. */
export interface ScenarioNeeds {
  /** A pseudo-terminal, as a person has; else flags, as agents and CI use. Default: either. */
  terminal?: boolean;
  /** Signed in before, or a token in the environment. Default true; `either`. */
  session?: boolean | 'either';
  /** It is a session of a browser, not a token in the environment. Default: either. */
  browser?: boolean;
  /** There is an account to sign in to. Default true. */
  account?: boolean;
  /** There is a second account to change to. Default: either. */
  otherAccount?: boolean;
  /** A card on file. Default: either. */
  billing?: boolean;
  /** An application that was created before is the default one. Default: either. */
  defaultApplication?: boolean;
  /** At orbit-cloud. Default: any number. */
  applications?: { min?: number; max?: number };
  /** The plan of the application that commands are about when none is named. Default: there may be none. */
  plan?: readonly PlanId[];
}

/** One way in which a run of orbit can end. */
export interface Scenario<Name extends string = string> {
  /** Stable, for example `cancelled_at_plan`. */
  name: Name;
  /** The flow that it is about. Default: none. */
  flow?: FlowName;
  needs: ScenarioNeeds;
  expected: ExpectedEnding;
  /** Plans of which one is given to it. Default: any that the user can have. */
  plans?: (from: PlanId | undefined) => readonly PlanId[];
  /** What holds after it, where something else holds than before. */
  changes?: (state: PersonState, plan: PlanId) => void;
  /** Runs orbit once; resolves however it ended. */
  run(world: ScenarioWorld): Promise<OrbitRun>;
}
