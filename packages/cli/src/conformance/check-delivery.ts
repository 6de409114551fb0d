import type { WireEvent } from '@sonde/protocol';
import { lifecycleEvents } from '@sonde/protocol';
import type { Reasons } from './check-run.js';

/** What must have arrived by the end of a case. */
export interface Expectation {
  /** Names of the events that one undisturbed run records, in order. */
  eventNames: readonly string[];
  /** Number of undisturbed runs: each delivers all these events. */
  wholeRuns: number;
  /** Events seen on disk at some point. */
  recorded: readonly WireEvent[];
  /** Events that were quarantined or can never be delivered. They do not count as lost. */
  kept: readonly WireEvent[];
  /** Other runs ended early or met a full disk, and may have recorded any part of the events. */
  hasDisturbedRuns: boolean;
  /** A response was lost, so an event may have been resent under the same id. */
  mayRepeat: boolean;
}

const idOf = (event: WireEvent): string => event.insert_id ?? '';
const list = (values: readonly (string | number)[]): string => values.join(', ');

function byInvocation(events: Iterable<WireEvent>): Map<string, WireEvent[]> {
  const groups = new Map<string, WireEvent[]>();
  for (const event of events) {
    const id = event.invocation_id ?? '';
    groups.set(id, [...(groups.get(id) ?? []), event]);
  }
  for (const group of groups.values()) {
    group.sort((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0));
  }
  return groups;
}

function checkOnce(accepted: readonly WireEvent[], mayRepeat: boolean): Reasons {
  const counts = new Map<string, number>();
  const ids = new Map<string, Set<string>>();
  const contents = new Map<string, Set<string>>();
  for (const event of accepted) {
    const { sent_at: _, ...content } = event;
    contents.set(
      idOf(event),
      (contents.get(idOf(event)) ?? new Set()).add(JSON.stringify(content)),
    );
    counts.set(idOf(event), (counts.get(idOf(event)) ?? 0) + 1);
    const place = `${event.invocation_id} ${event.sequence}`;
    ids.set(place, (ids.get(place) ?? new Set()).add(idOf(event)));
  }
  const repeated = [...counts].filter(([, count]) => count > 1).map(([id]) => id);
  const split = [...ids].filter(([, found]) => found.size > 1).map(([place]) => place);
  const changed = [...contents].filter(([, found]) => found.size > 1).map(([id]) => id);
  return [
    ...(changed.length > 0
      ? [
          `${changed.length} events were delivered twice under one insert_id with different content, so one version is lost.`,
        ]
      : []),
    ...(repeated.length > 0 && !mayRepeat
      ? [
          `${repeated.length} events were delivered more than once although every response arrived. Only one sender may claim a file.`,
        ]
      : []),
    ...(split.length > 0
      ? [
          `${split.length} events were delivered under more than one insert_id and count twice. Fix the id when the event is recorded.`,
        ]
      : []),
  ];
}

/** The problem with the events of an invocation, or undefined if there is none. */
function explainRun(events: readonly WireEvent[]): string | undefined {
  const sequences = events.map(({ sequence }) => sequence ?? 0);
  if (sequences.some((sequence, index) => sequence !== index + 1)) {
    return `has the sequence ${list(sequences)}, so an event is missing`;
  }
  const count = (name: string) => events.filter(({ event }) => event === name).length;
  if (count(lifecycleEvents.invoked) > 0 && count(lifecycleEvents.completed) !== 1) {
    return `has ${count(lifecycleEvents.completed)} ${lifecycleEvents.completed}; each run must be completed once, by a later sender if it was killed`;
  }
  const times = events.map(({ timestamp }) => Date.parse(timestamp ?? ''));
  return times.some((time, index) => index > 0 && !(time > (times[index - 1] ?? 0)))
    ? 'has timestamps that do not rise, so sorting by time loses the order'
    : undefined;
}

/** Every recorded event must be delivered once. */
export function checkDelivery(accepted: readonly WireEvent[], expected: Expectation): Reasons {
  const reasons = checkOnce(accepted, expected.mayRepeat);
  const unique = new Map([...expected.kept, ...accepted].map((event) => [idOf(event), event]));
  const lost = expected.recorded.filter((event) => !unique.has(idOf(event)));
  if (lost.length > 0) {
    reasons.push(
      `${lost.length} events were on disk and never arrived: ${list([...new Set(lost.map(({ event }) => event))])}. Keep recorded events until a collector has them.`,
    );
  }
  const runs = [...byInvocation(unique.values()).values()];
  for (const events of runs) {
    const fault = explainRun(events);
    if (fault !== undefined) reasons.push(`A run ${fault}.`);
  }
  const wanted = list(expected.eventNames);
  const whole = runs.filter((events) => list(events.map(({ event }) => event)) === wanted).length;
  if (whole < expected.wholeRuns) {
    reasons.push(
      `${expected.wholeRuns - whole} of ${expected.wholeRuns} runs were not delivered completely (${wanted}).`,
    );
  }
  if (!expected.hasDisturbedRuns && runs.length > expected.wholeRuns) {
    reasons.push(`${runs.length} runs were delivered, but there were only ${expected.wholeRuns}.`);
  }
  return [...new Set(reasons)];
}
