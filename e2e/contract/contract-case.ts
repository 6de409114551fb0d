import type { Turn } from '@sonde/example-orbit-demo';
import type { WireEvent } from '@sonde/protocol';
import type { RuleId } from './contract-rules.js';
import type { EventContext, ExpectedStory } from './expected-events.js';

/** What goes wrong at orbit-cloud, for requests of the case's person. */
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

/** Has no room: whoever asks for it is sent elsewhere. */
export const closedRegion = 'ap-1';

/** Between starter and pro, newer than orbit. */
export const unknownPlan = { id: 'team', name: 'Team', priceCents: 1900 } as const;

/** What the person, their machine and the service are like before the first run. */
export interface CaseWorld {
  /**
   * `stored`: signed in by an earlier run, which is not part of the case. `token`: a token in the
   * environment, as in CI. Default: nobody is signed in.
   */
  session?: 'none' | 'stored' | 'token';
  /** A card is on file. Default false. */
  billing?: boolean;
  /** Names of applications that earlier runs created; the first one is the default. */
  applications?: readonly string[];
  /** That the first application is on. Default `free`; another one needs a card on file. */
  plan?: string;
  /** Names of applications that were created on another machine. */
  applicationsElsewhere?: readonly string[];
  /** A plan that orbit’s vocabulary does not have is offered: {@link unknownPlan}. */
  offersUnknownPlan?: boolean;
  /** Of orbit. Default `1.3.1`; `source` for none given. */
  version?: string;
  env?: Readonly<Record<string, string>>;
}

/** What a hook of a case may look at and change. */
export interface CaseScene {
  root: string;
  projectDirectory: string;
  configDirectory: string;
  spoolDirectory: string;
  userId: string;
  env: Record<string, string>;
  addFault(fault: CaseFault): Promise<void>;
  /** The person’s access tokens are refused from now on; refresh tokens still do. */
  expireAccessTokens(): Promise<void>;
  /** The person has to sign in again. */
  revokeSessions(): Promise<void>;
  /** The collector takes the next request and never answers it. */
  hangCollector(): void;
  /** Nothing listens where orbit-cloud did. */
  stopService(): Promise<void>;
  /** Resolves when every fault that was set has been met. */
  untilFaultsMet(): Promise<void>;
  /** Resolves when the newest run has come to this step of a flow. */
  untilStep(step: string): Promise<void>;
  /** Resolves when the body of the newest run’s command has ended, while the run goes on. */
  untilBodyEnds(): Promise<void>;
}

/** What one run of orbit came to. */
export interface CaseOutcome {
  exitCode: number | null;
  stdout: string;
  /** Empty in a terminal: all of it is in `stdout`. */
  stderr: string;
}

/** One run of orbit. */
export interface CaseRun {
  args: readonly string[];
  /** Run in place of orbit as it is: see `programs.ts`. */
  program?: 'minified' | 'misuse';
  /** What is answered on a terminal. Given, even empty, orbit runs in a pseudo-terminal. */
  turns?: readonly Turn[] | ((scene: CaseScene) => readonly Turn[]);
  env?: Readonly<Record<string, string>>;
  input?: string;
  /** A file or device that standard output goes to. */
  output?: string;
  faults?: readonly CaseFault[];
  /** Before it, for what no other field can say. */
  prepare?: (scene: CaseScene) => void | Promise<void>;
  /** Ends it by a signal as soon as `when` resolves. */
  interrupt?: { signal: NodeJS.Signals; when: (scene: CaseScene) => Promise<void> };
  /** Null when a signal ended it. */
  exitCode: number | null;
  /** What orbit is at, beside what the first events say. */
  context?: Partial<EventContext>;
  /** Base properties other than those of the case's world and terminal. */
  base?: Readonly<Record<string, unknown>>;
  /** Instead of the random one of this machine. */
  anonymousId?: string;
  /** More texts that no event may hold. */
  secrets?: readonly string[];
  /** All of them in order; `nothing` when not even a file of the run is kept. */
  events: ExpectedStory | 'nothing';
  /** Of the screen, or of stdout and stderr together. */
  shows?: readonly string[];
  check?: (outcome: CaseOutcome, earlier: readonly CaseOutcome[]) => void | Promise<void>;
  /** Beside it, once the run was started. */
  meanwhile?: (scene: CaseScene) => Promise<void>;
  /** Of what arrived, beyond {@link CaseRun.events}. */
  checkEvents?: (events: readonly WireEvent[]) => void;
}

/** Something that happens to a person who uses orbit, and everything orbit must report of it. */
export interface ContractCase {
  /** Unique; begins with what is done and says how it ends. */
  title: string;
  /** Rules that it shows beside those that every case does. */
  rules?: readonly RuleId[];
  world?: CaseWorld;
  runs: readonly CaseRun[];
}
