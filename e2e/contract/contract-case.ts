import type { Turn } from '@sonde/example-orbit-demo';
import type { WireEvent } from '@sonde/protocol';
import type { RuleId } from './contract-rules.js';
import type { EventContext, ExpectedRun } from './expected-events.js';

/** A fault of orbit-cloud, for requests of the case's person. */
export interface CaseFault {
  method?: string;
  path: string;
  status?: number;
  code?: string;
  retry_after?: number;
  delay_ms?: number;
  malformed?: boolean;
  reset?: boolean;
  times?: number;
}

/** A region without room: requests for it get another region. */
export const closedRegion = 'ap-1';

/** Between starter and pro, newer than orbit. */
export const unknownPlan = { id: 'team', name: 'Team', priceCents: 1900 } as const;

/** The person, their machine and the service before the first run. */
export interface CaseWorld {
  /**
   * `stored`: signed in by an earlier run, which is not part of the case. `token`: a token in the
   * environment, as in CI. Default: no session.
   */
  session?: 'none' | 'stored' | 'token';
  /** A card is on file. Default false. */
  billing?: boolean;
  /** Names of applications that earlier runs created; the first one is the default. */
  applications?: readonly string[];
  /** Plan of the first application. Default `free`; other plans need a card on file. */
  plan?: string;
  /** Names of applications that were created on another machine. */
  applicationsElsewhere?: readonly string[];
  /** Whether to offer a plan that is not in orbit’s vocabulary: {@link unknownPlan}. */
  offersUnknownPlan?: boolean;
  /** Version of orbit. Default `1.3.1`; `source` means a source build. */
  version?: string;
  env?: Readonly<Record<string, string>>;
}

/** What a hook of a case may read and change. */
export interface CaseScene {
  root: string;
  projectDirectory: string;
  configDirectory: string;
  spoolDirectory: string;
  userId: string;
  env: Record<string, string>;
  addFault(fault: CaseFault): Promise<void>;
  /** From now on the person’s access tokens are refused; refresh tokens still work. */
  expireAccessTokens(): Promise<void>;
  /** The person has to sign in again. */
  revokeSessions(): Promise<void>;
  /** The collector accepts the next request and never responds. */
  hangCollector(): void;
  /** Nothing listens on orbit-cloud’s port any more. */
  stopService(): Promise<void>;
  /** Resolves once every fault has occurred. */
  untilFaultsMet(): Promise<void>;
  /** Resolves once the newest run has reached this step of a flow. */
  untilStep(step: string): Promise<void>;
  /** Resolves once the body of the newest run’s command has ended, while the run continues. */
  untilBodyEnds(): Promise<void>;
}

/** The result of one run of orbit. */
export interface CaseOutcome {
  exitCode: number | null;
  stdout: string;
  /** Empty in a terminal, where `stdout` has everything. */
  stderr: string;
}

/** One run of orbit. */
export interface CaseRun {
  args: readonly string[];
  /** A program to run instead of orbit: see `programs.ts`. */
  program?: 'minified' | 'misuse';
  /** Input on a terminal. If given, even empty, orbit runs in a pseudo-terminal. */
  turns?: readonly Turn[] | ((scene: CaseScene) => readonly Turn[]);
  env?: Readonly<Record<string, string>>;
  input?: string;
  /** A file or device for standard output. */
  output?: string;
  faults?: readonly CaseFault[];
  /** Runs before it, for preparations that have no field. */
  prepare?: (scene: CaseScene) => void | Promise<void>;
  /** Ends it with a signal as soon as `when` resolves. */
  interrupt?: { signal: NodeJS.Signals; when: (scene: CaseScene) => Promise<void> };
  /** Null when a signal ended it. */
  exitCode: number | null;
  /** Context in addition to that of the first events. */
  context?: Partial<EventContext>;
  /** Base properties that differ from those of the case's world and terminal. */
  base?: Readonly<Record<string, unknown>>;
  /** Instead of the random one of this machine. */
  anonymousId?: string;
  /** More texts that no event may contain. */
  secrets?: readonly string[];
  /** All events in order; `nothing` if not even a file of the run may exist. */
  events: ExpectedRun | 'nothing';
  /** Expected texts on the screen, or in stdout and stderr together. */
  shows?: readonly string[];
  check?: (outcome: CaseOutcome, earlier: readonly CaseOutcome[]) => void | Promise<void>;
  /** Runs concurrently, once the run has started. */
  meanwhile?: (scene: CaseScene) => Promise<void>;
  /** Checks the received events in addition to {@link CaseRun.events}. */
  checkEvents?: (events: readonly WireEvent[]) => void;
}

/** A situation of a person who uses orbit, and everything that orbit must report about it. */
export interface ContractCase {
  /** Unique; begins with the action and names the outcome. */
  title: string;
  /** Rules that it covers in addition to those of every case. */
  rules?: readonly RuleId[];
  world?: CaseWorld;
  runs: readonly CaseRun[];
}
