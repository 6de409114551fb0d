import { afterEnding } from '../process-end/watch-endings.js';
import { existsSync } from '../runtime/node-modules.js';
import { settingsFileName, writeSenderSettings } from '../spool/sender-settings.js';
import { flushSoon, hasRecentSender, servesProgram } from './flush-interval.js';
import { whyNotDue } from './sender-due.js';
import type { SenderLaunch } from './sender-launch.js';
import { findSkipReason } from './skip-reason.js';
import { startSender } from './start-sender.js';

/** Writes settings to a spool that has none, so that any sender can drain it. Never throws. */
export function ensureSettings(launch: SenderLaunch): void {
  try {
    const { directory, settings, tag } = launch;
    if (existsSync(`${directory}/${settingsFileName(tag)}`)) return;
    writeSenderSettings(directory, settings());
  } catch {
    // The next run that starts a sender writes them.
  }
}

/**
 * Delivers waiting events if a delivery is due. Never throws.
 *
 * @param memory Lines that could not be stored on disk; delivered inline or lost.
 */
function deliverWhenDue(launch: SenderLaunch, memory: readonly string[]): void {
  try {
    const isInline = launch.delivery === 'inline';
    const options = { ...launch, isInline };
    const reason = memory.length > 0 ? undefined : whyNotDue(options);
    const waits = isInline && hasRecentSender(launch.directory);
    if (reason === undefined) startSender(launch, memory, { waits });
    else if (launch.isDebug) {
      // First what more events would not change.
      const skipReason = findSkipReason(options);
      launch.debug(`not sent now: ${skipReason ? `${skipReason}; ` : ''}${reason}`);
    }
  } catch (error) {
    launch.debug(`not sent: ${error}`);
  }
}

/** Deliveries for the end of the process, by spool and destination. `memory` could not be stored on disk. */
const held = new Map<string, { launch: SenderLaunch; memory: string[] }>();

/**
 * Delivers the events of an invocation that has ended. At the end of the process, this is done after all
 * invocations have recorded their end. Never throws.
 *
 * If the process continues, an inline delivery would delay the next unit of work, so it is done when the process
 * ends. But the process may be killed, so if there may be no later run, a sender is started soon as well.
 */
export function deliver(
  launch: SenderLaunch,
  memory: readonly string[],
  continues?: boolean,
): void {
  if (continues) {
    if (launch.delivery !== 'inline' && !servesProgram()) {
      deliverWhenDue(launch, memory);
      return;
    }
    flushSoon(launch);
  }
  const key = launch.directory + launch.tag;
  const waiting = held.get(key) ?? { launch, memory: [] };
  held.set(key, waiting);
  waiting.memory.push(...memory);
  // The sender that was to start soon may never start.
  if (continues) waiting.launch = { ...launch, flushAt: 1 };
  afterEnding(deliverHeld);
}

function deliverHeld(): void {
  for (const { launch, memory } of held.values()) deliverWhenDue(launch, memory);
  held.clear();
}
