import { closeSync, constants, openSync } from 'node:fs';
import { readKernelStatus } from './process-identity.js';

/**
 * Whether this process belongs to a terminal, though none of its streams may be one: a runner such as
 * concurrently or lint-staged reads what its tasks write, and a person still sits there. Cron and most
 * agents' shells have none.
 */
export function hasControllingTerminal(): boolean {
  const status = readKernelStatus('self');
  if (status !== null) return status.terminal !== '0';
  try {
    const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;
    closeSync(openSync('/dev/tty', O_RDONLY | O_NONBLOCK | O_NOCTTY));
    return true;
  } catch {
    return false;
  }
}
