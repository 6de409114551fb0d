import { destinationUrl } from '@sonde/destinations';
import { findAnonymousId } from '../spool/find-anonymous-id.js';
import { type CommandContext, directoryOf, print } from './command-context.js';
import { describeDecision, describeIgnoredEndpoint } from './describe-decision.js';
import { describeFailure } from './describe-refusal.js';
import { collectorAt } from './installation.js';
import { findNoticeDelay } from './notice-delay.js';
import {
  describeFault,
  describeLeft,
  findLastDelivery,
  findRecordingPlace,
} from './recording-place.js';
import { countEvents, countWaiting, readSpoolContents } from './spool-contents.js';

const modes = {
  on: 'on',
  off: 'off',
  log: 'only printed to stderr; nothing is stored or sent',
};

/** `telemetry status`: reads only. */
export function status(context: CommandContext): number {
  const decision = context.decide();
  const type = context.options.destination?.type ?? 'sonde';
  const endpoint = destinationUrl(type, decision.endpoint);
  const { text, source } = describeDecision(context, decision);
  const ignored = describeIgnoredEndpoint(decision.marker);
  const directory = directoryOf(context);
  const waiting = countWaiting(readSpoolContents(directory ?? ''));
  const place = findRecordingPlace(context, decision);
  const fault = describeFault(place);
  const delay = findNoticeDelay(context, decision);
  const last = findLastDelivery(context);
  const failure =
    last === undefined || (last.status !== null && last.status < 300) ? undefined : last;
  const anonymousId =
    directory === undefined
      ? undefined
      : findAnonymousId(directory, collectorAt(context.options, decision.endpoint));
  print(
    context,
    {
      mode: decision.mode,
      decided_by: decision.decidedBy,
      source,
      endpoint: endpoint ?? null,
      ignored_endpoint: decision.marker?.ignoredEndpoint ?? null,
      directory: directory ?? null,
      anonymous_id: anonymousId ?? null,
      waiting,
      cannot_record: place.temporary === undefined ? (place.fault ?? null) : null,
      temporary_directory: place.temporary ?? null,
      left_in_temporary: place.left,
      waits_for_notice: delay !== undefined,
      last_failure: failure === undefined ? null : { at: failure.at, status: failure.status },
    },
    [
      `Telemetry is ${modes[decision.mode]}. Reason: ${text}.`,
      ...(fault === undefined ? [] : [fault]),
      `Endpoint: ${endpoint ?? 'none'}`,
      ...(ignored === undefined ? [] : [`The project's ${ignored}`]),
      `Pseudonymous id: ${anonymousId ?? 'none yet'}`,
      `Waiting: ${countEvents(waiting.events)}, ${waiting.bytes} bytes, in ${directory ?? 'no directory'}`,
      ...describeLeft(place, decision).map((text) => `Also waiting: ${text}`),
      ...(failure === undefined
        ? []
        : [
            `The last delivery failed: ${failure.at}, ${describeFailure(failure)}. The events are kept; telemetry doctor says more.`,
          ]),
      ...(delay === undefined ? [] : [delay]),
    ],
  );
  return 0;
}
