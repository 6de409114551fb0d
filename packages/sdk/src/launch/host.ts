import type { Environment } from '../runtime/variables.js';
import type { SenderProgram } from './sender-program.js';

/** The process's arguments, environment and sender program. */
export interface Host {
  environment: Environment;
  argv: readonly string[];
  sender: SenderProgram;
}
