import type { CatalogDefinition } from '../catalog/define-catalog.js';
import { existsSync, readdirSync } from '../runtime/node-modules.js';
import type { Environment } from '../runtime/variables.js';
import type { TelemetryOptions } from '../telemetry.js';
import { giveNotice } from './notice.js';
import { canNoticeBeSeen } from './notice-visibility.js';

/**
 * Whether waiting events may be sent: the user has seen the notice, or is informed elsewhere. Shows the
 * notice if it has not been shown yet; the run that shows it sends nothing.
 */
export function settleNotice(input: {
  directory: string;
  options: Pick<TelemetryOptions<CatalogDefinition>, 'catalog' | 'notice'>;
  argv: readonly string[];
  commandPrefix: string;
  environment: Environment;
}): boolean {
  const { directory, options, environment } = input;
  const version = options.catalog.consentVersion ?? 1;
  if (existsSync(`${directory}/notice-${version}`)) return true;
  const isGivenElsewhere = options.notice?.isGivenElsewhere ?? false;
  try {
    const isSeen = canNoticeBeSeen(environment);
    if (!isSeen) {
      if (isGivenElsewhere) return true;
      // The notice for a later version may have been shown.
      if (!readdirSync(directory).join().includes('notice-')) return false;
    }
    return giveNotice({ ...input, isGivenElsewhere, isSeen });
  } catch {
    return false;
  }
}
