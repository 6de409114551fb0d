import { userSettingPaths } from '../runtime/home.js';
import { join, unlinkSync } from '../runtime/node-modules.js';
import { identifyProcess, type ProcessIdentity } from '../runtime/process-identity.js';
import { findOffUntil } from '../spool/off-until.js';
import { trimCostLog } from '../spool/own-cost.js';
import { acquireLease } from '../spool/sender-lease.js';
import { readSenderSettings, type SenderSettings, tagOf } from '../spool/sender-settings.js';
import { listClaimable } from '../spool/spool-claims.js';
import { formatSpoolFileName, type SpoolFileName } from '../spool/spool-file-name.js';
import { keepWithinLimits } from '../spool/spool-limits.js';
import { readChunks, readSpoolLines } from '../spool/spool-reader.js';
import { reportAbandonedRuns } from './abandoned-flow-runs.js';
import { drainDestination } from './drain-destination.js';
import type { DrainOptions, DrainReport } from './drain-options.js';

/** With less time left, the sender stops waiting for another. */
const minWaitMs = 50;

/** Reads the settings of each destination at most once. */
function createSettingsReader(directory: string, initial: SenderSettings | undefined) {
  const known = new Map<string, SenderSettings | undefined>();
  if (initial !== undefined) known.set(tagOf(initial), initial);
  return (tag: string): SenderSettings | undefined => {
    if (!known.has(tag)) known.set(tag, readSenderSettings(directory, tag));
    return known.get(tag);
  };
}

/** Files by destination, in the order of their oldest files. */
function groupByDestination(files: readonly SpoolFileName[]): Map<string, SpoolFileName[]> {
  const groups = new Map<string, SpoolFileName[]>();
  for (const file of files) {
    const group = groups.get(file.destination);
    if (group === undefined) groups.set(file.destination, [file]);
    else group.push(file);
  }
  return groups;
}

/** Deletes waiting files of events recorded before the user turned telemetry off. */
function deleteRefused(
  { directory, debug }: DrainOptions,
  self: ProcessIdentity,
  offUntil: (tag: string) => number,
): void {
  for (const [tag, files] of groupByDestination(listClaimable(directory, self))) {
    const end = offUntil(tag);
    for (const file of files.filter(({ openedAt }) => openedAt < end)) {
      debug('deleted: it was recorded before telemetry was turned off');
      try {
        unlinkSync(join(directory, formatSpoolFileName(file)));
      } catch {
        // Another sender has deleted it.
      }
    }
  }
}

/** Whether a file was recorded in CI. All its events belong to one invocation, so the first one decides. */
function isOfCi(path: string): boolean {
  try {
    for (const line of readSpoolLines(readChunks(path))) {
      if (line.kind === 'event') return line.event.properties?.is_ci === true;
    }
    return true;
  } catch {
    return false;
  }
}

/** The files to send, oldest first. */
function listWaiting({ directory, isCi }: DrainOptions, self: ProcessIdentity): SpoolFileName[] {
  const files = listClaimable(directory, self);
  return isCi ? files.filter((file) => isOfCi(join(directory, formatSpoolFileName(file)))) : files;
}

/**
 * Sends the waiting files of a spool, oldest first, each to the destination it was recorded for. Keeps
 * what cannot be sent now.
 *
 * Safe to kill at any moment: a file is deleted only once the collector has all of it.
 */
export async function drainSpool(options: DrainOptions): Promise<DrainReport> {
  const { directory, debug, remainingMs } = options;
  const report: DrainReport = { sent: 0, quarantined: 0, waiting: 0, stopped: undefined };
  const self = identifyProcess();
  const tried = new Set<string>();
  for (;;) {
    let release = acquireLease(directory);
    const waits = options.now || options.waits;
    while (release === undefined && waits && remainingMs() > minWaitMs) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      release = acquireLease(directory);
    }
    if (release === undefined) return { ...report, stopped: 'another sender is at work' };
    try {
      const settingsOf = createSettingsReader(directory, options.settings);
      const offUntil = (tag: string): number => {
        const tool = settingsOf(tag)?.catalog?.tool;
        return tool ? findOffUntil(userSettingPaths(tool, options.environment)) : 0;
      };
      deleteRefused(options, self, offUntil);
      keepWithinLimits({
        directory,
        self,
        isKept: (tag) => settingsOf(tag)?.isLongLived === true,
        debug,
      });
      trimCostLog(directory);
      const found = listWaiting(options, self);
      for (const file of found) tried.add(formatSpoolFileName(file));
      for (const [tag, files] of groupByDestination(found)) {
        const settings = settingsOf(tag);
        const reason =
          settings === undefined
            ? 'no settings'
            : await drainDestination(options, self, tag, settings, files, report);
        // The other destinations do not wait for one that fails.
        report.stopped ??= reason;
      }
      reportAbandonedRuns(directory, Date.now(), offUntil);
    } finally {
      release();
    }
    const waiting = listWaiting(options, self);
    report.waiting = waiting.length;
    // A run that ended while the lease was held did not start a sender, so its file is sent now.
    // Files that could not be claimed are not tried again.
    const isNew = waiting.some((file) => !tried.has(formatSpoolFileName(file)));
    if (report.stopped !== undefined || !isNew) return report;
    debug('more events have arrived, sending again');
  }
}
