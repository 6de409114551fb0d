import type { Environment } from '../runtime/variables.js';
import type { SenderProgram } from './sender-program.js';

/** The process's arguments, environment and sender program. */
export interface Host {
  environment: Environment;
  /** False for variables that the tool gives in place of those of the process. */
  ownsEnvironment: boolean;
  argv: readonly string[];
  /** What users type before the name of a telemetry command; an adapter may learn it later. */
  commandPrefix: string;
  sender: SenderProgram;
}
