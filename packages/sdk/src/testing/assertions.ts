import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { Properties } from '@sonde/protocol';
import type { RecordedFlow } from './recorded-flows.js';
import type { RecordedEvent, Recording } from './recording.js';

/** The expected fields of one flow run; omitted fields are not checked. */
export type ExpectedFlow = Partial<Omit<RecordedFlow, 'flow' | 'flow_run_id'>>;

/** Whether `actual` contains `expected`: objects are compared deeply, arrays as a whole. */
function includes(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) {
    return isDeepStrictEqual(actual, expected);
  }
  return Object.entries(expected).every(([key, value]) =>
    includes((actual as Record<string, unknown> | null | undefined)?.[key], value),
  );
}

const show = (value: unknown) => JSON.stringify(value);

/** The recorded events, one per line, for a failure message. */
function describe(events: readonly RecordedEvent[]): string {
  if (events.length === 0) return 'Nothing was recorded.';
  const lines = events.map(
    ({ event, properties }, i) =>
      `  ${i + 1} ${event}${Object.keys(properties).length > 0 ? ` ${show(properties)}` : ''}`,
  );
  return ['Recorded were:', ...lines].join('\n');
}

function fail(message: string, actual: unknown, expected: unknown, caller: unknown): never {
  throw new AssertionError({
    message,
    actual,
    expected,
    operator: 'sonde',
    stackStartFn: caller as () => void,
  });
}

/**
 * Asserts that an event was recorded with at least these properties, and returns it. Throws an
 * `AssertionError` that lists the recorded events.
 *
 * @example
 * ```ts
 * import { assertEvent, createRecordingTelemetry } from 'sonde/testing';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createRecordingTelemetry({ catalog });
 * telemetry.track('Theme Chosen', { theme: 'dark' });
 * assertEvent(telemetry, 'Theme Chosen', { theme: 'dark' });
 * ```
 */
export function assertEvent(
  { events }: Pick<Recording, 'events'>,
  name: string,
  properties: Properties = {},
): RecordedEvent {
  const named = events.filter(({ event }) => event === name);
  const found = named.find((event) => includes(event.properties, properties));
  if (found !== undefined) return found;
  const expected = `${name}${Object.keys(properties).length > 0 ? ` with ${show(properties)}` : ''}`;
  return fail(
    `Expected ${expected}. ${describe(events)}`,
    named.length === 1 ? named[0]?.properties : named.map((event) => event.properties),
    properties,
    assertEvent,
  );
}

/** Asserts that no event with this name was recorded. */
export function assertNoEvent({ events }: Pick<Recording, 'events'>, name: string): void {
  const found = events.filter(({ event }) => event === name);
  if (found.length === 0) return;
  fail(`Expected no ${name}. ${describe(events)}`, found, [], assertNoEvent);
}

/**
 * Asserts that events with these names were recorded in this order; other events may come between them.
 *
 * @example
 * ```ts
 * import { assertOrder, createRecordingTelemetry } from 'sonde/testing';
 * import { catalog } from './catalog.js';
 *
 * const telemetry = createRecordingTelemetry({ catalog });
 * telemetry.startCommand('orbit theme');
 * telemetry.track('Theme Chosen', { theme: 'dark' });
 * telemetry.exit(0);
 * assertOrder(telemetry, ['Command Invoked', 'Theme Chosen', 'Command Completed']);
 * ```
 */
export function assertOrder({ events }: Pick<Recording, 'events'>, names: readonly string[]): void {
  let next = 0;
  for (const { event } of events) if (event === names[next]) next += 1;
  if (next === names.length) return;
  const after = next === 0 ? '' : ` after ${names.slice(0, next).join(', ')}`;
  const actual = events.map(({ event }) => event);
  fail(`Expected ${names[next]}${after}. ${describe(events)}`, actual, names, assertOrder);
}

/**
 * Asserts the outcome of the latest run of a flow, and returns it.
 *
 * @example
 * ```ts
 * import { assertFlow, createRecordingTelemetry } from 'sonde/testing';
 * import { defineCatalog } from 'sonde/catalog';
 *
 * const catalog = defineCatalog({
 *   tool: 'lantern',
 *   flows: { deploy: { title: 'Deploy', eventPrefix: 'Lantern Deploy', steps: ['build'], reasons: ['quota'] } },
 * });
 * const telemetry = createRecordingTelemetry({ catalog });
 * const flow = telemetry.startFlow('deploy');
 * flow.step('build');
 * flow.abort('quota');
 * assertFlow(telemetry, 'deploy', { outcome: 'aborted', step: 'build', reason: 'quota' });
 * ```
 */
export function assertFlow(
  { events, flows }: Pick<Recording, 'events' | 'flows'>,
  name: string,
  expected: ExpectedFlow = {},
): RecordedFlow {
  const latest = flows.findLast(({ flow }) => flow === name);
  if (latest !== undefined && includes(latest, expected)) return latest;
  const found = latest === undefined ? 'It was not started.' : `It is ${show(latest)}.`;
  return fail(
    `Expected the flow ${name} to be ${show(expected)}. ${found} ${describe(events)}`,
    latest,
    expected,
    assertFlow,
  );
}
