import type { StoredEvent } from '@sonde/store';
import { describe, expect, test } from 'vitest';
import type { SelectionSettings } from './forwarder-settings.js';
import { selectEvent } from './select-event.js';

const everything = { include: undefined, exclude: new Set<string>() };
const settings: SelectionSettings = {
  events: everything,
  where: new Map(),
  eventNames: new Map(),
  propertyNames: new Map(),
  properties: everything,
  sample: 1,
};
const received_at = Date.UTC(2026, 4, 20);
const event: StoredEvent = {
  project: 'p',
  event: 'Command Invoked',
  insert_id: 'id',
  distinct_id: 'person',
  timestamp: received_at - 5_000,
  sent_at: received_at - 500,
  received_at,
  anonymous_id: 'person',
  user_id: '',
  project_id: '',
  flow: 'create',
  flow_run_id: '',
  tool: 'orbit',
  invocation_id: 'i',
  sequence: 3,
  position: 0,
  doubtful_time: false,
  undeclared: '',
  properties: { env: 'prod', sequence: 3, succeeded: true, secret: 1 },
};

test('by default the whole event is sent, without fields that are empty', () => {
  expect(selectEvent(event, settings)).toEqual({
    event: 'Command Invoked',
    distinct_id: 'person',
    insert_id: 'id',
    timestamp: new Date(received_at - 5_000).toISOString(),
    anonymous_id: 'person',
    flow: 'create',
    invocation_id: 'i',
    sequence: 3,
    properties: event.properties,
  });
});

test('a clock that is wrong by more than a minute is corrected, and a slow request is not', () => {
  const time = (sent_at: number | null) =>
    Date.parse(selectEvent({ ...event, sent_at }, settings)?.timestamp ?? '') - event.timestamp;
  expect(time(received_at - 59_999)).toBe(0);
  expect(time(received_at - 3_600_000)).toBe(3_600_000);
  expect(time(received_at + 3_600_000)).toBe(-3_600_000);
  expect(time(null)).toBe(0);
});

describe('filters', () => {
  const isSent = (changes: Partial<SelectionSettings>) =>
    selectEvent(event, { ...settings, ...changes }) !== undefined;
  const names = (...list: string[]) => new Set(list);

  test('by name', () => {
    expect(isSent({ events: { include: names('Command Invoked'), exclude: names() } })).toBe(true);
    expect(isSent({ events: { include: names('Other'), exclude: names() } })).toBe(false);
    expect(isSent({ events: { include: undefined, exclude: names('Command Invoked') } })).toBe(
      false,
    );
  });

  test.each<[string, unknown[], boolean]>([
    ['env', ['prod', 'dev'], true],
    ['env', ['dev'], false],
    ['succeeded', [true], true],
    ['succeeded', ['true'], false],
    ['missing', [''], false],
    ['tool', ['orbit'], true],
    ['flow', ['other'], false],
    ['toString', ['orbit'], false],
  ])('%s in %j: %s', (name, values, expected) => {
    expect(isSent({ where: new Map([[name, new Set(values as string[])]]) })).toBe(expected);
  });

  test('a person is in a sample or not, with all events, and in every larger one', () => {
    const inSample = (distinct_id: string, sample: number) =>
      selectEvent({ ...event, anonymous_id: '', distinct_id }, { ...settings, sample }) !==
      undefined;
    const people = Array.from({ length: 2_000 }, (_, index) => `person-${index}`);
    const tenth = people.filter((person) => inSample(person, 0.1));
    expect(tenth.length).toBeGreaterThan(150);
    expect(tenth.length).toBeLessThan(250);
    expect(tenth.every((person) => inSample(person, 0.3))).toBe(true);
    expect(people.some((person) => inSample(person, 0))).toBe(false);
  });
});

test('events and properties are renamed, and properties left out', () => {
  const selected = selectEvent(event, {
    ...settings,
    eventNames: new Map([['Command Invoked', 'invoked']]),
    propertyNames: new Map([['sequence', 'event_index']]),
    properties: { include: undefined, exclude: new Set(['secret']) },
  });
  expect(selected).toMatchObject({ event: 'invoked', sequence: 3 });
  expect(selected?.properties).toEqual({ env: 'prod', event_index: 3, succeeded: true });
});

test('a person stays in the sample, or out of it, when signing in', () => {
  const isSent = (more: Partial<StoredEvent>) =>
    selectEvent({ ...event, ...more }, { ...settings, sample: 0.5 }) !== undefined;
  for (let number = 0; number < 50; number += 1) {
    const anonymous_id = `installation-${number}`;
    const before = isSent({ anonymous_id, distinct_id: anonymous_id });
    const user_id = `user-${number}`;
    expect(isSent({ anonymous_id, user_id, distinct_id: user_id })).toBe(before);
  }
});
