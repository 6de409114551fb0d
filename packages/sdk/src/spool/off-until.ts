import { readSmallFile } from './small-file.js';

/**
 * When the user last turned telemetry on after it had been off, by these settings; 0 if never. Earlier
 * events are never sent, wherever they wait.
 */
export function findOffUntil(settingPaths: readonly string[]): number {
  let latest = 0;
  for (const path of settingPaths) {
    try {
      const time = Date.parse(JSON.parse(readSmallFile(path) ?? '').off_until);
      // A time in the future comes from a wrong clock. It must not stop later events.
      if (time > latest && time <= Date.now()) latest = time;
    } catch {
      // There is no setting.
    }
  }
  return latest;
}
