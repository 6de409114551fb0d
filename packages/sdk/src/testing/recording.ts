import type { Properties, WireEvent } from '@sonde/protocol';
import type { RecordedFlow } from './recorded-flows.js';

/** An event with the properties set by its call site or the SDK, without those of the process. */
export interface RecordedEvent extends Omit<WireEvent, 'properties'> {
  properties: Properties;
}

/** What was recorded: see {@link createRecordingTelemetry}. */
export interface Recording {
  /** In the order in which they were recorded. */
  readonly events: readonly RecordedEvent[];
  /** Runs of flows, in the order in which they began. */
  readonly flows: readonly RecordedFlow[];
}
