import { detectAgent } from '../runtime/detect-agent.js';
import { isTerminal } from '../runtime/is-terminal.js';
import type { Environment } from '../runtime/variables.js';

/**
 * Set by task runners that give a task a terminal of its own, hide its output or show it again from a
 * cache: turbo, and nx and lerna.
 */
const capturing = ['TURBO_HASH', 'NX_TASK_HASH'] as const;

/**
 * Whether a person surely sees what this process writes to stderr. Not if an agent or a capturing runner
 * owns the terminal, nor if both stdin and stdout lead to another program, as for a server that a client
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
