import { closeSync, constants, openSync } from './node-modules.js';
import { readOwnStatus } from './process-identity.js';

/**
 * Whether this process has a controlling terminal, even if none of its streams is one. Runners such as
 * concurrently or lint-staged pipe their tasks' output although a person is present. Cron and most agents'
 * shells have no terminal.
 */
export function hasControllingTerminal(): boolean {
  const status = readOwnStatus();
  if (status !== null) return status.terminal !== '0';
  try {
    const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;
    closeSync(openSync('/dev/tty', O_RDONLY | O_NONBLOCK | O_NOCTTY));
    return true;
  } catch {
    return false;
  }
}
