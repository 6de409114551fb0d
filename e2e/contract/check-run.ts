import type { WireEvent } from '@sonde/protocol';
import { expect } from 'vitest';
import { basePropertiesOf } from './base-properties.js';
import { flows } from './contract.js';
import type { CaseRun } from './contract-case.js';
import type { EventContext, ExpectedEvent, ExpectedValue } from './expected-events.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const matching = (pattern: RegExp) => expect.stringMatching(pattern);

interface ReportedRun {
  run: CaseRun;
  events: readonly WireEvent[];
  /** User id of the case's person. */
  userId: string;
  /** The version that orbit reports. */
  version: string;
  /** Context at the start. */
  context: EventContext;
  secrets: readonly string[];
}

/** Compares all events of one run, and checks what must hold for every run. */
export function checkRun(reported: ReportedRun): void {
  const { events, run, secrets } = reported;
  expect(events).toEqual(expectedEvents(reported));
  expect(new Set(events.map(({ anonymous_id }) => anonymous_id)).size).toBe(1);
  checkTimes(events);
  checkFlowRuns(events);
  const completed = events.at(-1)?.properties ?? {};
  if (completed.exit_code !== undefined) expect(completed.exit_code).toBe(run.exitCode);
  const text = JSON.stringify(events);
  for (const secret of secrets) expect(text).not.toContain(secret);
}

/** The expected events, including top-level fields and base properties. */
function expectedEvents({ run, events, userId, version, context }: ReportedRun): unknown[] {
  if (run.events === 'nothing') return [];
  const invocationId = events[0]?.invocation_id;
  const anonymousId = run.anonymousId ?? matching(uuid);
  const runIds = new Map<string, string | undefined>();
  for (const { flow, flow_run_id } of events) {
    if (flow !== undefined && !runIds.has(flow)) runIds.set(flow, flow_run_id);
  }
  let current: EventContext = { ...context, ...run.context };
  const expected: unknown[] = [];
  for (const item of run.events) {
    if ('now' in item) {
      current = { ...current, ...item.now };
      continue;
    }
    const sequence = expected.length + 1;
    const user =
      current.user === undefined
        ? undefined
        : current.user === 'person'
          ? userId
          : anotherUser(userId);
    expected.push({
      event: item.event,
      distinct_id: user ?? anonymousId,
      insert_id: matching(uuid),
      timestamp: matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      anonymous_id: anonymousId,
      ...(user !== undefined && { user_id: user }),
      ...(current.project && { project_id: matching(uuid) }),
      invocation_id: invocationId,
      sequence,
      sent_at: expect.anything(),
      ...(item.flow !== undefined && { flow: item.flow, flow_run_id: runIds.get(item.flow) }),
      properties: {
        ...ownProperties({ ...item.properties, ...item.beyond }, runIds),
        ...invocationProperties(current),
        ...basePropertiesOf(run, version),
        invocation_id: invocationId,
        sequence,
      },
    });
  }
  return expected;
}

/** Any user other than the case's person. */
function anotherUser(userId: string): unknown {
  return expect.toSatisfy((value) => /^user_\w+$/.test(value) && value !== userId);
}

function ownProperties(
  properties: ExpectedEvent['properties'],
  runIds: ReadonlyMap<string, string | undefined>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, toMatcher(value, runIds)]),
  );
}

function toMatcher(
  value: ExpectedValue,
  runIds: ReadonlyMap<string, string | undefined> = new Map(),
): unknown {
  if (typeof value !== 'object') return value;
  switch (value.shape) {
    case 'milliseconds':
      return expect.toSatisfy((given) => Number.isInteger(given) && given >= 0);
    case 'app id':
      return matching(/^app_[a-z0-9]{1,32}$/);
    case 'run id':
      return runIds.get(value.flow);
  }
}

function invocationProperties({ app_id, configured_applications }: EventContext) {
  return {
    ...(app_id && { app_id: toMatcher(app_id) }),
    ...(configured_applications !== undefined && { configured_applications }),
  };
}

/** Strictly increasing, by a millisecond or more. */
function checkTimes(events: readonly WireEvent[]): void {
  const times = events.map(({ timestamp }) => Date.parse(timestamp ?? ''));
  times.forEach((time, index) => {
    if (index > 0) expect(time - (times[index - 1] ?? Number.NaN)).toBeGreaterThanOrEqual(1);
  });
}

const terminals = new Set(
  Object.values(flows).flatMap(({ eventPrefix }) =>
    ['Completed', 'Aborted', 'Failed'].map((word) => `${eventPrefix} ${word}`),
  ),
);

/** Each flow run starts once and ends once, with no events before or after. */
function checkFlowRuns(events: readonly WireEvent[]): void {
  const runs = new Map<string, string[]>();
  for (const { event, flow_run_id } of events) {
    if (flow_run_id === undefined) continue;
    runs.set(flow_run_id, [...(runs.get(flow_run_id) ?? []), event]);
  }
  for (const names of runs.values()) {
    expect(names[0]).toMatch(/ Started$/);
    expect(names.filter((name) => name.endsWith(' Started'))).toHaveLength(1);
    expect(names.map((name) => terminals.has(name))).toEqual(
      names.map((_, index) => index === names.length - 1),
    );
  }
}
