import type { WireEvent } from '@sonde/protocol';
import type { DebugLog } from './debug-log.js';
import type { DrainReport } from './drain-spool.js';
import { createEventDelivery } from './event-delivery.js';
import type { SenderSettings } from './sender-settings.js';
import { readSpoolLines } from './spool-reader.js';
import type { Environment } from './variables.js';

const batchSize = 25;

/**
 * Sends what comes by stdin: settings on the first line, then the lines of a spool file. For machines
 * on which nothing can be kept; what cannot be sent now is lost.
 */
export async function deliverLines(options: {
  environment: Environment;
  remainingMs: () => number;
  debug: DebugLog;
}): Promise<DrainReport> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const input = Buffer.concat(chunks);
  const firstEnd = input.indexOf(10);
  const settings = JSON.parse(input.subarray(0, firstEnd).toString('utf8')) as SenderSettings;
  const delivery = createEventDelivery({ ...options, settings, directory: undefined });
  const events: WireEvent[] = [];
  for await (const line of readSpoolLines([input.subarray(firstEnd + 1)])) {
    if (line.kind === 'event') events.push(line.event);
  }
  let stopped: string | undefined;
  for (let from = 0; from < events.length && stopped === undefined; from += batchSize) {
    const result = await delivery.deliver(events.slice(from, from + batchSize), {});
    if (result.kind === 'later') stopped = result.reason;
  }
  const { sent, quarantined } = delivery;
  return { sent, quarantined, waiting: events.length - sent - quarantined, stopped };
}
