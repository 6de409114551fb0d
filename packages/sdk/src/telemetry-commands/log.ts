import { type LoggedDelivery, readDeliveryLog } from '../spool/delivery-log.js';
import { type CommandContext, directoryOf, print } from './command-context.js';
import { readQuarantine } from './quarantine.js';
import {
  describeFault,
  describeLeft,
  findRecordingPlace,
  temporarySpoolsOf,
} from './recording-place.js';
import { readSpoolContents } from './spool-contents.js';

function counts(dropped: Record<string, number>): string {
  return Object.entries(dropped)
    .map(([reason, count]) => `${count} (${reason})`)
    .join(', ');
}

function describe(delivery: LoggedDelivery): string[] {
  const result =
    delivery.status === null ? `no response (${delivery.answer})` : `status ${delivery.status}`;
  const dropped = counts(delivery.dropped);
  return [
    `${delivery.at} POST ${delivery.url}, ${delivery.bytes} bytes, ${result} after ${delivery.duration_ms} ms`,
    ...(delivery.status === null || delivery.answer === '' ? [] : [`response: ${delivery.answer}`]),
    ...(dropped === '' ? [] : [`events lost before this request: ${dropped}`]),
    delivery.body,
    '',
  ];
}

/** What a spool holds of deliveries and refusals. */
const readSpool = (directory: string) => ({
  deliveries: readDeliveryLog(directory),
  quarantined: readQuarantine(readSpoolContents(directory).quarantined),
});

function describeSpool({ deliveries, quarantined }: ReturnType<typeof readSpool>): string[] {
  return [
    ...deliveries.flatMap(describe),
    ...quarantined.map(
      ({ quarantined_at, code, event }) =>
        `${quarantined_at} quarantined (${code}): ${JSON.stringify(event)}`,
    ),
  ];
}

/** `telemetry log`: prints the last deliveries, newest last, each body exactly as it was sent. */
export function log(context: CommandContext): number {
  const usual = readSpool(directoryOf(context) ?? '');
  const decision = context.decide();
  const place = findRecordingPlace(context, decision);
  const fault = describeFault(place);
  const temporary = temporarySpoolsOf(context)
    .map((directory) => ({ directory, ...readSpool(directory) }))
    .filter(({ deliveries, quarantined }) => deliveries.length + quarantined.length > 0);
  const isEmpty = [usual, ...temporary].every(({ deliveries }) => deliveries.length === 0);
  print(context, { ...usual, temporary }, [
    ...(isEmpty ? ['Nothing has been sent yet.'] : []),
    ...describeSpool(usual),
    ...temporary.flatMap(({ directory, ...spool }) => [
      `From the temporary directory ${directory}:`,
      ...describeSpool(spool),
    ]),
    ...(fault === undefined ? [] : [fault]),
    ...describeLeft(place, decision).map((text) => `Waiting: ${text}`),
  ]);
  return 0;
}
