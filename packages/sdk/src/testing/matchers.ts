import type { Properties } from '@sonde/protocol';
import { assertEvent, assertFlow, assertOrder, type ExpectedFlow } from './assertions.js';
import type { Recording } from './recording.js';

/** The matchers, for the types of your test runner: see docs/testing.md. */
export interface RecordingMatchers<Result = unknown> {
  /** An event was recorded with at least these properties. */
  toHaveRecorded(event: string, properties?: Properties): Result;
  /** Events were recorded in this order; other events may come between them. */
  toHaveRecordedInOrder(events: readonly string[]): Result;
  /** The latest run of a flow has these fields. */
  toHaveFlow(flow: string, expected?: ExpectedFlow): Result;
}

interface MatcherResult {
  pass: boolean;
  message: () => string;
}

function judge(assertion: () => void, opposite: string): MatcherResult {
  try {
    assertion();
    return { pass: true, message: () => opposite };
  } catch (error) {
    return { pass: false, message: () => (error as Error).message };
  }
}

/**
 * Matchers for `expect.extend` of vitest and jest.
 *
 * @example
 * ```ts
 * import { matchers } from 'sonde/testing';
 * import { expect } from 'vitest';
 *
 * expect.extend(matchers);
 * ```
 */
export const matchers = {
  toHaveRecorded: (telemetry: Recording, event: string, properties?: Properties) =>
    judge(() => assertEvent(telemetry, event, properties), `Expected no such ${event}.`),
  toHaveRecordedInOrder: (telemetry: Recording, events: readonly string[]) =>
    judge(
      () => assertOrder(telemetry, events),
      `Expected the events not to be in the order ${events.join(', ')}.`,
    ),
  toHaveFlow: (telemetry: Recording, flow: string, expected?: ExpectedFlow) =>
    judge(() => assertFlow(telemetry, flow, expected), `Expected no such run of ${flow}.`),
};
