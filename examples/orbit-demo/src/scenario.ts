import type { CloudAdmin } from './cloud-admin.js';
import type { OrbitUser } from './orbit-user.js';
import type { OrbitRun } from './run-orbit.js';

/** A region that orbit-cloud must have set unavailable for the scenarios that meet one. */
export const unavailableRegion = 'ap-1';
/** Where orbit goes instead, when nobody chooses. */
export const nearestRegion = 'us-2';

/** What a scenario is played with. */
export interface ScenarioWorld {
  user: OrbitUser;
  /** The user at orbit-cloud. */
  userId: string;
  cloud: CloudAdmin;
  /** Name of the application. */
  name: string;
  /** Default `free`. The billing walls take `pro` whatever it says. */
  plan?: 'free' | 'starter' | 'pro';
  /** Default `eu-1`. */
  region?: 'eu-1' | 'eu-2' | 'us-1' | 'us-2';
  /** More variables for the run, such as those of an agent or a CI vendor. */
  env?: Record<string, string>;
}

/** How the create flow ends, as the collector sees it. */
export interface ExpectedEnding {
  /** `none`: no flow at all. */
  outcome: 'completed' | 'aborted' | 'failed' | 'vanished' | 'none';
  /** Where an aborted, failed or vanished run stopped. */
  step?: string;
  reason?: 'declined_terms' | 'cancelled' | 'billing_required' | 'vanished';
  errorClass?: string;
  /** Used instead of the one that was asked for. */
  region?: string;
  /** Null when SIGKILL ended the run. */
  exitCode: number | null;
}

/** What must hold before. */
export interface ScenarioNeeds {
  /** A pseudo-terminal, as a person has; else flags, as agents and CI use. */
  terminal: boolean;
  /** Signed in before. Default true. */
  session?: boolean;
  /** A card on file. Default: either. */
  billing?: boolean;
  /** An application that was created before is the default one. Default: either. */
  defaultApplication?: boolean;
}

/** One way in which `orbit application create` can end. */
export interface Scenario<Name extends string = string> {
  /** Stable, for example `cancelled_at_plan`. */
  name: Name;
  needs: ScenarioNeeds;
  expected: ExpectedEnding;
  /** Runs orbit once; resolves however it ended. */
  run(world: ScenarioWorld): Promise<OrbitRun>;
}
