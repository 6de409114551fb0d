import type { WireEvent } from '@sonde/protocol';
import { readdirSync } from '../runtime/node-modules.js';
import { readSenderInput } from '../runtime/sender-input.js';
import type { SenderSettings } from '../spool/sender-settings.js';
import { parseSpoolFileName } from '../spool/spool-file-name.js';
import { readSpoolLines } from '../spool/spool-reader.js';
import type { DrainOptions, DrainReport, SpoolTail } from './drain-options.js';
import { drainSpool } from './drain-spool.js';
import { createEventDelivery } from './event-delivery.js';

const batchSize = 25;

/** Input of a sender that reads from stdin. */
export interface InputLines {
  settings: SenderSettings;
  /** Lines of a spool file. */
  bytes: Uint8Array;
}

/** Reads the input: settings on the first line, then the lines of a spool file. */
export function readInputLines(): InputLines {
  const text = readSenderInput();
  const firstEnd = text.indexOf('\n');
  return {
    settings: JSON.parse(text.slice(0, firstEnd)) as SenderSettings,
    bytes: new TextEncoder().encode(text.slice(firstEnd + 1)),
  };
}

/** Whether a spool has a file of this invocation. */
function hasFileOf(directory: string, invocationId: string): boolean {
  try {
    return readdirSync(directory).some(
      (entry) => parseSpoolFileName(entry)?.invocationId === invocationId,
    );
  } catch {
    return false;
  }
}

/**
 * Sends lines that could not be stored on disk, and the waiting files. If the disk became full during a
 * run, the run's first events are in a file, which is sent first. Lines that cannot be sent now are lost.
 */
export async function deliverLines(
  lines: InputLines,
  options: Omit<DrainOptions, 'directory'> & { directory: string | undefined },
): Promise<DrainReport> {
  const { directory } = options;
  const { settings, bytes } = lines;
  const events: WireEvent[] = [];
  for (const line of readSpoolLines([bytes])) if (line.kind === 'event') events.push(line.event);
  const invocationId = events[0]?.invocation_id;
  if (directory !== undefined && invocationId !== undefined && hasFileOf(directory, invocationId)) {
    const tail: SpoolTail = { invocationId, bytes };
    return drainSpool({ ...options, directory, settings, tail });
  }
  const delivery = createEventDelivery({ ...options, settings });
  let stopped: string | undefined;
  for (let from = 0; from < events.length && stopped === undefined; from += batchSize) {
    const lossReport = { id: undefined, dropped: {} };
    const result = await delivery.deliver(events.slice(from, from + batchSize), lossReport);
    if (result.kind === 'later') stopped = result.reason;
  }
  const { sent, quarantined } = delivery;
  return { sent, quarantined, waiting: events.length - sent - quarantined, stopped };
}
