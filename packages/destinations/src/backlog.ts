import { type DestinationType, destinationUrl } from './destination.js';
import { wireFormatOf } from './format-table.js';
import type { WireFormat } from './wire-format.js';

/**
 * The URL that many old events are posted to, with `isBacklog` in their context. Amplitude accepts them
 * at another path, and PostHog apart from new ones. Undefined if `endpoint` is not an HTTP address.
 */
export function backlogUrl(type: DestinationType, endpoint: string): string | undefined {
  const url = destinationUrl(type, endpoint);
  return type === 'amplitude' ? url?.replace(/\/2\/httpapi(?=$|\?)/, '/batch') : url;
}

/** The format of many old events. */
export function backlogFormatOf(type: DestinationType): WireFormat {
  const format = wireFormatOf(type);
  return type === 'amplitude' ? { ...format, maxBodyBytes: 20_000_000 } : format;
}
