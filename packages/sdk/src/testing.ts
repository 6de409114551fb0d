import { SondeError } from '@sonde/protocol';

export {
  assertEvent,
  assertFlow,
  assertNoEvent,
  assertOrder,
  type ExpectedFlow,
} from './testing/assertions.js';
export { matchers, type RecordingMatchers } from './testing/matchers.js';
export type { RecordedFlow } from './testing/recorded-flows.js';
export type { RecordedEvent, Recording } from './testing/recording.js';
export {
  createRecordingTelemetry,
  type RecordingOptions,
  type RecordingTelemetry,
} from './testing/recording-telemetry.js';
export {
  type CollectorFault,
  createTestCollector,
  type TestCollector,
} from './testing/test-collector.js';

// biome-ignore lint/style/noProcessEnv: this is an entry
if (process.env.NODE_ENV === 'production') throw new SondeError('testing_in_production');
