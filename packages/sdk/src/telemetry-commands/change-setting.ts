import { describeCollection } from '../consent/describe-collection.js';
import { readUserSetting } from '../consent/user-setting.js';
import { userSettingPaths } from '../runtime/home.js';
import { type CommandContext, directoriesOf, print } from './command-context.js';
import { CommandError } from './command-error.js';
import { describeDecision } from './describe-decision.js';
import { purgeSpools, purgeTemporarySpools } from './purge-spool.js';
import { countEvents } from './spool-contents.js';
import { writeUserSetting } from './write-user-setting.js';

/** A change of the user's setting. */
interface SettingChange {
  /** The file that it was saved in. */
  path: string;
  /** The files that could not be saved, and why, as sentences. */
  failures: string[];
}

/**
 * Saves the setting. An opt-out is also saved where a run without `XDG_CONFIG_HOME` finds it.
 * Either file is enough to turn telemetry off.
 */
function change(context: CommandContext, telemetry: 'on' | 'off'): SettingChange {
  const { catalog } = context.options;
  const paths = userSettingPaths(catalog.tool, context.host.environment);
  if (paths.length === 0) {
    throw new CommandError('cannot save the setting: there is no usable home directory');
  }
  const saved: string[] = [];
  const failures: string[] = [];
  for (const path of paths) {
    const isNeeded = telemetry === 'off' || path === paths[0];
    if (!isNeeded && readUserSetting(path) === undefined) continue;
    try {
      writeUserSetting(path, { telemetry, consentVersion: catalog.consentVersion ?? 1 });
      saved.push(path);
    } catch (error) {
      const reason = error instanceof CommandError ? error.message : String(error);
      failures.push(`The setting could not be saved in ${path}: ${reason}.`);
    }
  }
  const [path] = saved;
  if (path === undefined) throw new CommandError(failures.join(' '));
  return { path, failures };
}

/** `telemetry enable`: the user agrees to the catalog's current consent version. */
export function enable(context: CommandContext): number {
  const { path, failures } = change(context, 'on');
  const decision = context.decide();
  const { text, source } = describeDecision(context, decision);
  const isOn = decision.mode === 'on';
  print(context, { mode: decision.mode, decided_by: decision.decidedBy, source, setting: path }, [
    ...(isOn
      ? ['Telemetry is on.', describeCollection(context.options, context.host.commandPrefix)]
      : [`Your setting is saved in ${path}, but telemetry is still ${decision.mode}: ${text}.`]),
    ...failures,
  ]);
  return 0;
}

/** `telemetry disable`: stops recording and deletes unsent events. Opens no connection. */
export function disable(context: CommandContext): number {
  const { options, host } = context;
  const { path, failures } = change(context, 'off');
  const events =
    purgeSpools(directoriesOf(context)) +
    purgeTemporarySpools(options.catalog.tool, host.environment);
  const decision = context.decide();
  const { text } = describeDecision(context, decision);
  print(context, { mode: decision.mode, setting: path, purged_events: events }, [
    decision.mode === 'off'
      ? 'Telemetry is off.'
      : `Your setting is saved in ${path}, but telemetry is still ${decision.mode}: ${text}.`,
    ...failures,
    ...(events > 0 ? [`Deleted ${countEvents(events)} that had not been sent yet.`] : []),
    `To delete what was already sent, run: ${context.host.commandPrefix}delete`,
  ]);
  return 0;
}
