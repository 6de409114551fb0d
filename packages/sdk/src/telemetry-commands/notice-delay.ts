import type { TelemetryDecision } from '../consent/decide-telemetry.js';
import { wasNoticeShown } from '../consent/notice.js';
import { findNoticeEnd } from '../launch/skip-reason.js';
import { detectCi } from '../runtime/detect-ci.js';
import { statSync } from '../runtime/node-modules.js';
import { variableName } from '../runtime/variables.js';
import { type CommandContext, directoryOf } from './command-context.js';

/** Why delivery waits, for example for the notice, as a sentence; undefined if it does not. */
export function findNoticeDelay(
  context: CommandContext,
  { mode, agreedVersion, mayHideOptOut }: TelemetryDecision,
): string | undefined {
  if (mode === 'on' && mayHideOptOut) {
    return 'This run would send nothing: variables were removed, and an opt-out may be among them.';
  }
  const { catalog, notice } = context.options;
  const version = catalog.consentVersion ?? 1;
  const directory = directoryOf(context);
  if (mode !== 'on' || directory === undefined || agreedVersion >= version) return undefined;
  const { environment } = context.host;
  const isElsewhere = environment[variableName(catalog.tool, 'NOTICE')] === 'elsewhere';
  if (isElsewhere || detectCi(environment).isCi) return undefined;
  const isThere = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
  const end = isThere ? findNoticeEnd(directory) : undefined;
  if (end !== undefined) {
    const time = end.toLocaleTimeString('en-GB');
    return `The notice was just shown. Nothing is sent before ${time}; the next run after that sends.`;
  }
  return notice?.isGivenElsewhere || (isThere && wasNoticeShown(directory, version))
    ? undefined
    : 'Nothing is sent until the notice has been shown in a terminal.';
}
