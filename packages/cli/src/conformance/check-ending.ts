import { constants } from 'node:os';
import { lifecycleEvents, type WireEvent } from '@sonde/protocol';
import type { Reasons } from './check-run.js';
import type { CommandEnd } from './run-command.js';

/** Signals that a person sends: the run was cancelled and has not failed. */
const fromUser: readonly NodeJS.Signals[] = ['SIGINT', 'SIGHUP'];

/** The exit code that a shell shows. */
export const shownCode = ({ code, signal }: CommandEnd): number | null =>
  signal === null ? code : 128 + constants.signals[signal];

/**
 * What a run that a signal ended must have recorded by the time it is gone: how it ended, once. A later
 * sender can only report a run that has vanished.
 *
 * @param events What the run recorded, on disk.
 * @param codes Exit codes that are right; undefined if any is: the second of two signals ended a tool that may
 *   have been exiting already, with a code of its own.
 */
export function checkEnding(
  events: readonly WireEvent[],
  codes: readonly (number | null)[] | undefined,
  signal: NodeJS.Signals,
): Reasons {
  const ends = events.filter(({ event }) => event === lifecycleEvents.completed);
  const properties = ends[0]?.properties;
  if (properties === undefined || ends.length > 1) {
    return [
      `A run that ${signal} ended had recorded ${ends.length} ${lifecycleEvents.completed}. Record the end before you stop listening to the signal.`,
    ];
  }
  const reasons: Reasons = [];
  const { exit_code, user_cancelled, error_class } = properties;
  if (codes !== undefined && !codes.some((code) => code === exit_code)) {
    reasons.push(
      `After ${signal} ${lifecycleEvents.completed} has exit_code ${exit_code}, but a shell shows ${codes[0]}.`,
    );
  }
  if (fromUser.includes(signal) && user_cancelled !== true && error_class !== signal) {
    reasons.push(
      `After ${signal} ${lifecycleEvents.completed} has user_cancelled ${user_cancelled} and error_class ${error_class}. The person who ran it cancelled it.`,
    );
  }
  const outcomes = events.filter(
    ({ event, flow_run_id }) =>
      flow_run_id !== undefined && / (Completed|Aborted|Failed)$/.test(event),
  );
  if (new Set(outcomes.map(({ flow_run_id }) => flow_run_id)).size < outcomes.length) {
    reasons.push(`After ${signal} a flow has more than one end event.`);
  }
  if (events.some((event) => event.properties?.reason === 'vanished')) {
    reasons.push(`After ${signal} a flow was reported as vanished. It was cancelled.`);
  }
  return reasons;
}
