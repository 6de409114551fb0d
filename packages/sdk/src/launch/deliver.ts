import { watchEndings } from '../runtime/endings.js';
import { existsSync } from '../runtime/node-modules.js';
import { settingsFileName, writeSenderSettings } from '../spool/sender-settings.js';
import { whyNotDue } from './sender-due.js';
import type { SenderLaunch } from './sender-launch.js';
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
    if (reason === undefined) startSender(launch, memory);
    else launch.debug(`not sent now: ${reason}`);
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
 * Delivers when the process ends instead of after each invocation, since an inline delivery would delay
 * the next one.
 */
export function deliverAtEnd(launch: SenderLaunch, memory: readonly string[]): void {
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
