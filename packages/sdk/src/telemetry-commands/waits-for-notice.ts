import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import { wasNoticeShown } from '../consent/notice.js';
import { detectCi } from '../runtime/detect-ci.js';
import { statSync } from '../runtime/node-modules.js';
import { variableName } from '../runtime/variables.js';
import { type CommandContext, directoryOf } from './command-context.js';

/** Whether sending waits until the notice has been shown in a terminal. */
export function waitsForNotice(
  context: CommandContext,
  { mode, agreedVersion }: TelemetryDecision,
): boolean {
  const { catalog, notice } = context.options;
  const version = catalog.consentVersion ?? 1;
  const directory = directoryOf(context);
  if (mode !== 'on' || directory === undefined || agreedVersion >= version) return false;
  const { environment } = context.host;
  const isElsewhere = environment[variableName(catalog.tool, 'NOTICE')] === 'elsewhere';
  if (notice?.isGivenElsewhere || isElsewhere || detectCi(environment).isCi) return false;
  const isThere = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
  return !(isThere && wasNoticeShown(directory, version));
}
