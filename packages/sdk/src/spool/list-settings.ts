import { readdirSync, statSync } from '../runtime/node-modules.js';
import { readSenderSettings, type SenderSettings, settingsFileName } from './sender-settings.js';

/** The settings of all destinations that events were recorded for, newest first. */
export function listSenderSettings(directory: string): SenderSettings[] {
  const found: { settings: SenderSettings; writtenAt: number }[] = [];
  for (const name of readdirSync(directory)) {
    const tag = /^settings-(\w+)\.json$/.exec(name)?.[1];
    const settings = tag === undefined ? undefined : readSenderSettings(directory, tag);
    if (tag === undefined || settings === undefined) continue;
    const stats = statSync(`${directory}/${settingsFileName(tag)}`, { throwIfNoEntry: false });
    found.push({ settings, writtenAt: stats?.mtimeMs ?? 0 });
  }
  return found
    .sort((one, other) => other.writtenAt - one.writtenAt)
    .map(({ settings }) => settings);
}
