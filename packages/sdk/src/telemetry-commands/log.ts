import { type LoggedDelivery, readDeliveryLog } from '../spool/delivery-log.js';
import { type CommandContext, directoryOf, print } from './command-context.js';
import { readQuarantine } from './quarantine.js';
import { readSpoolContents } from './spool-contents.js';

function counts(dropped: Record<string, number>): string {
  return Object.entries(dropped)
    .map(([reason, count]) => `${count} (${reason})`)
    .join(', ');
}

function describe(delivery: LoggedDelivery): string[] {
  const answered =
    delivery.status === null ? `no response (${delivery.answer})` : `status ${delivery.status}`;
  const dropped = counts(delivery.dropped);
  return [
    `${delivery.at} POST ${delivery.url}, ${delivery.bytes} bytes, ${answered} after ${delivery.duration_ms} ms`,
    ...(delivery.status === null || delivery.answer === '' ? [] : [`response: ${delivery.answer}`]),
    ...(dropped === '' ? [] : [`events lost before this request: ${dropped}`]),
    delivery.body,
    '',
  ];
}

/** `telemetry log`: prints the last deliveries, newest last, each body exactly as it was sent. */
export function log(context: CommandContext): number {
  const directory = directoryOf(context) ?? '';
  const contents = readSpoolContents(directory);
  const deliveries = readDeliveryLog(directory);
  const quarantined = readQuarantine(contents.quarantined);
  print(context, { deliveries, quarantined }, [
    ...(deliveries.length === 0 ? ['Nothing has been sent yet.'] : deliveries.flatMap(describe)),
    ...quarantined.map(
      ({ quarantined_at, code, event }) =>
        `${quarantined_at} quarantined (${code}): ${JSON.stringify(event)}`,
    ),
  ]);
  return 0;
}
