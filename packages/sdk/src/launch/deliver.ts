import { watchEndings } from '../runtime/endings.js';
import { existsSync } from '../runtime/node-modules.js';
import { settingsFileName, writeSenderSettings } from '../spool/sender-settings.js';
import { flushSoon, hasRecentSender, servesProgram } from './flush-interval.js';
import { whyNotDue } from './sender-due.js';
import type { SenderLaunch } from './sender-launch.js';
import { findSkipReason } from './skip-reason.js';
import { runSender, startSender } from './start-sender.js';

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
export function deliverWhenDue(launch: SenderLaunch, memory: readonly string[]): void {
  try {
    const { directory, flushAt } = launch;
    const isInline = launch.delivery === 'inline';
    const reason = memory.length > 0 ? undefined : whyNotDue({ directory, flushAt, isInline });
    const waits = isInline && hasRecentSender(directory);
    if (reason === undefined) startSender(launch, memory, { waits });
    else if (launch.isDebug) {
      // First what more events would not change.
      const skipReason = findSkipReason({ ...launch, isInline });
      launch.debug(`not sent now: ${skipReason ? `${skipReason}; ` : ''}${reason}`);
    }
  } catch (error) {
    launch.debug(`not sent: ${error}`);
  }
}

/** Sends waiting events now, and resolves when the sender has ended. Never rejects. */
export async function deliverNow(launch: SenderLaunch): Promise<void> {
  try {
    await runSender(launch);
  } catch (error) {
    launch.debug(`not sent: ${error}`);
  }
}

const nothing = () => {};
/** Lines of finished invocations that could not be stored on disk. */
const heldBack: string[] = [];
/** Spools to deliver from when the process ends. */
const endingWith = new Set<string>();

/**
 * Delivers after a unit of work in a process that continues. An inline delivery would delay the next unit, so
 * it is done when the process ends. But the process may be killed, so if there may be no later run, a sender
 * is started soon as well.
 */
export function deliverAfterUnit(launch: SenderLaunch, memory: readonly string[]): void {
  if (launch.delivery === 'inline') deliverAtEnd(launch, memory);
  else if (!servesProgram()) {
    deliverWhenDue(launch, memory);
    return;
  }
  flushSoon(launch);
}

/** Delivers when the process ends. */
function deliverAtEnd(launch: SenderLaunch, memory: readonly string[]): void {
  heldBack.push(...memory);
  if (endingWith.has(launch.directory)) return;
  endingWith.add(launch.directory);
  const deliver = () => deliverWhenDue(launch, heldBack.splice(0));
  watchEndings({
    onExit: deliver,
    onFatalSignal: deliver,
    onUncaught: nothing,
    onHandledSignal: nothing,
  });
}
