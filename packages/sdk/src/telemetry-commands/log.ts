import { type LoggedDelivery, readDeliveryLog } from '../spool/delivery-log.js';
import { type CommandContext, directoryOf, print } from './command-context.js';
import { readQuarantine } from './quarantine.js';
import { readSpoolContents } from './spool-contents.js';

function counts(dropped: Record<string, number>): string {
  return Object.entries(dropped)
    .map(([reason, count]) => `${count} by ${reason}`)
    .join(', ');
}

function describe(delivery: LoggedDelivery): string[] {
  const answered =
    delivery.status === null ? `no answer (${delivery.answer})` : `answered ${delivery.status}`;
  const dropped = counts(delivery.dropped);
  return [
    `${delivery.at} POST ${delivery.url}, ${delivery.bytes} bytes, ${answered} after ${delivery.duration_ms} ms`,
    ...(delivery.status === null || delivery.answer === '' ? [] : [`answer: ${delivery.answer}`]),
    ...(dropped === '' ? [] : [`dropped before it: ${dropped}`]),
    delivery.body,
    '',
  ];
}

/** `telemetry log`: the last deliveries, the newest last, each body as it was sent. */
export function log(context: CommandContext): number {
  const directory = directoryOf(context) ?? '';
  const contents = readSpoolContents(directory);
  const deliveries = readDeliveryLog(directory);
  const quarantined = readQuarantine(contents.quarantined);
  print(context, { deliveries, quarantined }, [
    ...(deliveries.length === 0 ? ['Nothing was sent yet.'] : deliveries.flatMap(describe)),
    ...quarantined.map(
      ({ quarantined_at, code, event }) =>
        `${quarantined_at} not taken, ${code}: ${JSON.stringify(event)}`,
    ),
  ]);
  return 0;
}
