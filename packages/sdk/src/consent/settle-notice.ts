import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { isTerminal } from '../runtime/is-terminal.js';
import { existsSync, readdirSync } from '../runtime/node-modules.js';
import type { TelemetryOptions } from '../telemetry.js';
import { giveNotice } from './notice.js';

/** While events wait for the notice, no sender runs to delete old events, so some runs do. */
const shareOfRunsThatTidyUp = 1 / 16;

/**
 * Whether waiting events may be sent: the user has seen the notice, or is informed elsewhere. Shows the
 * notice if it has not been shown yet; the run that shows it sends nothing.
 */
export function settleNotice(input: {
  directory: string;
  options: Pick<TelemetryOptions<CatalogDefinition>, 'catalog' | 'notice'>;
  argv: readonly string[];
  /** The version of the notice that the user has agreed to; 0 for none. */
  agreedVersion: number;
  isGivenElsewhere: boolean;
  flushAt: number;
}): boolean {
  const { directory, options, agreedVersion, isGivenElsewhere } = input;
  const version = options.catalog.consentVersion ?? 1;
  if (agreedVersion >= version || existsSync(`${directory}/notice-${version}`)) return true;
  const tidiesUp = Math.random() < shareOfRunsThatTidyUp;
  try {
    if (!isTerminal(2)) {
      if (isGivenElsewhere) return true;
      // Nobody would see the notice here. The notice for a later version may have been shown.
      if (!tidiesUp && !readdirSync(directory).join().includes('notice-')) return false;
    }
    return giveNotice({ ...input, tidiesUp });
  } catch {
    return false;
  }
}
