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
  if (path === undefined)
    throw new CommandError('cannot save the setting: there is no usable home directory');
  writeUserSetting(path, { telemetry, consentVersion: catalog.consentVersion ?? 1 });
  return path;
}

/** `telemetry enable`: the user agrees to what the catalog collects now. */
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
      : [`Your setting is saved in ${path}, but telemetry is still ${decision.mode}: ${text}.`],
  );
  return 0;
}

/** `telemetry disable`: stops recording and deletes unsent events. Opens no connection. */
export function disable(context: CommandContext): number {
  const { tool } = context.options.catalog;
  const path = change(context, 'off');
  const events = purgeSpool(directoryOf(context));
  const decision = context.decide();
  const { text } = describeDecision(context, decision);
  print(context, { mode: decision.mode, setting: path, purged_events: events }, [
    decision.mode === 'off'
      ? 'Telemetry is off.'
      : `Your setting is saved in ${path}, but telemetry is still ${decision.mode}: ${text}.`,
    ...(events > 0 ? [`Deleted ${countEvents(events)} that had not been sent yet.`] : []),
    `To delete what was already sent, run: ${tool} telemetry delete`,
  ]);
  return 0;
}
