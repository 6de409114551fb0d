import type { Environment } from '../runtime/variables.js';
import type { SenderProgram } from './sender-program.js';

/** The process's arguments, environment and sender program. */
export interface Host {
  environment: Environment;
  /** False if the tool passes its own environment in place of the process's. */
  ownsEnvironment: boolean;
  argv: readonly string[];
  /** The words that users type before the name of a telemetry command; an adapter may set them later. */
  commandPrefix: string;
  sender: SenderProgram;
}
