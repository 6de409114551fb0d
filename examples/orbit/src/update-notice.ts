import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPrivateFile, writePrivateFile } from './private-file.js';
import type { Release } from './release.js';
import type { Settings } from './settings.js';

const betweenChecksMs = 24 * 60 * 60 * 1000;

/** What is known of newer versions; kept beside the telemetry. */
export interface UpdateState {
  /** Of the last check, whatever came of it: milliseconds since 1970. */
  checked_at: number;
  /** That did the check. */
  version: string;
  /** Newer than `version` and not announced yet; null when there is none. */
  latest: string | null;
}

/**
 * Says once that a newer version is out, and once a day has a process of its own look for one: the
 * command has ended and waits for nothing. Never a reason for anything to fail.
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
    // Noted before the check, so that where none succeeds there still is no more than one a day.
    const checked_at = isDue ? now : (state?.checked_at ?? now);
    writePrivateFile(file, { checked_at, version, latest: null } satisfies UpdateState);
    if (isDue) startCheck(file, release);
  } catch {
    // A state directory that cannot be used is no news about versions.
  }
}

/** A build from source has no version; one that was only given is looked for where that was asked for. */
function mayBeChecked(settings: Settings, release: Release): boolean {
  if (release.env === 'dev') return false;
  return !release.isGiven || settings.hasRegistry;
}

function readState(file: string): UpdateState | undefined {
  const stored = readPrivateFile(file) as Partial<UpdateState> | null | undefined;
  const { checked_at, version, latest } = stored ?? {};
  if (typeof checked_at !== 'number' || typeof version !== 'string') return undefined;
  // It comes from the network and is shown on a terminal.
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
