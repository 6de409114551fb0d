import { setTimeout as sleep } from 'node:timers/promises';
import type { ReceivingServer } from './runtimes/receiving-server.js';

/** A run of the tool as the collector knows it. */
export interface ReceivedRun {
  /** Names of its events, in the order in which they came. */
  names: string[];
  command: unknown;
  cli_context: unknown;
  is_interactive: unknown;
  /** Whether the command succeeded. */
  succeeded: unknown;
}

/** The runs in these events, oldest first. */
export function runsOf(events: ReceivingServer['events']): ReceivedRun[] {
  const ids = [...new Set(events.map(({ invocation_id }) => invocation_id))];
  return ids.map((id) => {
    const own = events.filter((event) => event.invocation_id === id);
    const { command, cli_context, is_interactive } = own[0]?.properties ?? {};
    const { succeeded } = own.at(-1)?.properties ?? {};
    return {
      names: own.map(({ event }) => event),
      command,
      cli_context,
      is_interactive,
      succeeded,
    };
  });
}

/** Waits for a condition for at most this time; returns whether it came true. */
export async function within(limitMs: number, isSo: () => boolean): Promise<boolean> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(25)) if (isSo()) return true;
  return isSo();
}
