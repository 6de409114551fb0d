import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPrivateFile, writePrivateFile } from './private-file.js';
import type { Release } from './release.js';
import type { Settings } from './settings.js';

const betweenChecksMs = 24 * 60 * 60 * 1000;

/** The last update check; stored beside the telemetry. */
export interface UpdateState {
  /** Time of the last check, successful or not: milliseconds since 1970. */
  checked_at: number;
  /** The version that made the check. */
  version: string;
  /** Newer than `version` and not announced yet; null if there is none. */
  latest: string | null;
}

/**
 * Announces a newer version once, and starts a separate process once a day to check for one: the
 * command has ended and waits for nothing. Never makes anything fail.
 */
export function noticeUpdate(settings: Settings, release: Release): void {
  if (!settings.updateNotice || !mayBeChecked(settings, release)) return;
  try {
    const file = join(settings.stateDirectory, 'update.json');
    const state = readState(file);
    const { version } = release;
    const latest = state?.version === version ? state.latest : null;
    if (latest !== null) {
      process.stderr.write(
        `\norbit ${latest} is out; this is ${version}. Update: npm install --global ${release.packageName}\n`,
      );
    }
    const now = Date.now();
    const isDue = Math.abs(now - (state?.checked_at ?? 0)) >= betweenChecksMs;
    if (!isDue && latest === null) return;
    // Written before the check, so that failing checks also run at most once a day.
    const checked_at = isDue ? now : (state?.checked_at ?? now);
    writePrivateFile(file, { checked_at, version, latest: null } satisfies UpdateState);
    if (isDue) startCheck(file, release);
  } catch {
    // Without a usable state directory there are no notices.
  }
}

/** A source build has no version; a given version is checked only if that is requested. */
function mayBeChecked(settings: Settings, release: Release): boolean {
  if (release.env === 'dev') return false;
  return !release.isGiven || settings.hasRegistry;
}

function readState(file: string): UpdateState | undefined {
  const stored = readPrivateFile(file) as Partial<UpdateState> | null | undefined;
  const { checked_at, version, latest } = stored ?? {};
  if (typeof checked_at !== 'number' || typeof version !== 'string') return undefined;
  // It comes from the network and is printed to a terminal.
  const isVersion = typeof latest === 'string' && /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(latest);
  return { checked_at, version, latest: isVersion ? latest : null };
}

function startCheck(file: string, { version, packageName }: Release): void {
  const program = fileURLToPath(new URL('./update-check.js', import.meta.url));
  const child = spawn(process.execPath, [program, file, packageName, version], {
    cwd: dirname(file),
    detached: true,
    stdio: 'ignore',
    windowsHide: true,
  });
  child.on('error', () => undefined);
  child.unref();
}
