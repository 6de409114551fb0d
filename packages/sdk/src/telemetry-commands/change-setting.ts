import { describeCollection } from '../consent/describe-collection.js';
import { userSettingPath } from '../runtime/home.js';
import { type CommandContext, directoryOf, print } from './command-context.js';
import { CommandError } from './command-error.js';
import { describeDecision } from './describe-decision.js';
import { purgeSpool } from './purge-spool.js';
import { countEvents } from './spool-contents.js';
import { writeUserSetting } from './write-user-setting.js';

function change(context: CommandContext, telemetry: 'on' | 'off'): string {
  const { catalog } = context.options;
  const path = userSettingPath(catalog.tool, context.host.environment);
  if (path === undefined) throw new CommandError('there is no usable home directory to keep it in');
  writeUserSetting(path, { telemetry, consentVersion: catalog.consentVersion ?? 1 });
  return path;
}

/** `telemetry enable`: the user agrees, to what the catalog collects now. */
export function enable(context: CommandContext): number {
  const path = change(context, 'on');
  const decision = context.decide();
  const { text, source } = describeDecision(context, decision);
  const isOn = decision.mode === 'on';
  print(
    context,
    { mode: decision.mode, decided_by: decision.decidedBy, source, setting: path },
    isOn
      ? ['Telemetry is on.', describeCollection(context.options)]
      : [
          `Your setting is kept in ${path}, but telemetry is still ${decision.mode}: ${text} decides.`,
        ],
  );
  return 0;
}

/** `telemetry disable`: nothing more is recorded, and what waits is deleted. Opens no connection. */
export function disable(context: CommandContext): number {
  const { tool } = context.options.catalog;
  const path = change(context, 'off');
  const events = purgeSpool(directoryOf(context));
  const decision = context.decide();
  const { text } = describeDecision(context, decision);
  print(context, { mode: decision.mode, setting: path, purged_events: events }, [
    decision.mode === 'off'
      ? 'Telemetry is off.'
      : `Your setting is kept in ${path}, but telemetry is still ${decision.mode}: ${text} decides.`,
    ...(events > 0 ? [`What was not sent yet is deleted: ${countEvents(events)}.`] : []),
    `To have what was sent deleted as well, run: ${tool} telemetry delete`,
  ]);
  return 0;
}
