import { detectAgent } from '../runtime/detect-agent.js';
import { isTerminal } from '../runtime/is-terminal.js';
import type { Environment } from '../runtime/variables.js';

/**
 * Set by task runners that give each task its own terminal, hide its output or replay it from a
 * cache: turbo, and nx and lerna.
 */
const capturing = ['TURBO_HASH', 'NX_TASK_HASH'] as const;

/**
 * Whether a person is certain to see this process's stderr. Not if an agent or a capturing runner
 * owns the terminal, nor if both stdin and stdout are connected to another program, as in a server that a client
 * starts.
 */
export function canNoticeBeSeen(environment: Environment): boolean {
  return (
    isTerminal(2) &&
    (isTerminal(0) || isTerminal(1)) &&
    capturing.every((name) => environment[name] === undefined) &&
    detectAgent(environment) === undefined
  );
}
