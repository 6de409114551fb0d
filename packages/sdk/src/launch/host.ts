import type { Environment } from '../runtime/variables.js';
import type { SenderProgram } from './sender-program.js';

/** What is read from the process. */
export interface Host {
  environment: Environment;
  argv: readonly string[];
  sender: SenderProgram;
}
