import type { FunnelEvent } from './funnel-event.js';
import { meetsCondition } from './property-condition.js';
import { compareText, correctedTime, orderEvents, type RecordedEvent } from './recorded-event.js';

/** A funnel over any events. */
export interface FreeFunnelDefinition {
  /** 2 to 12 of them. */
  steps: readonly FunnelEvent[];
  /** Ends an attempt between two of its steps. */
  exclude?: FunnelEvent;
  /** Longest time from the first step to any other, in milliseconds; null: without a limit. */
  windowMs: number | null;
}

/** How far the best attempt of an invocation or a person got. */
export interface Attempt {
  /** The events that it went through, in order: one for each step that it reached. */
  events: { invocation_id: string; insert_id: string; time: number }[];
}

/** An event with the time that decides about order and window. */
interface TimedEvent {
  event: RecordedEvent;
  time: number;
}

/**
 * The best attempt of one invocation or of one person, from all their events; null without a first
 * step. This function is the definition: the store's responses are tested against it.
 *
 * Events are in the order of `orderForFunnel`. An attempt begins at each event that is a first step,
 * and takes the first later event that is its next step, as long as it is within the window. Each of
 * its events is one step only. An excluded event ends all attempts that have begun before it, also
 * if it is a step; as a first step, it begins a new one.
 *
 * The best attempt is the one that reached the furthest step; of several, the one that reached it
 * first; of those, the one that began last.
 */
export function bestAttempt(
  events: readonly RecordedEvent[],
  { steps, exclude, windowMs }: FreeFunnelDefinition,
): Attempt | null {
  const isNamed = (event: RecordedEvent) =>
    [...steps, ...(exclude === undefined ? [] : [exclude])].some((one) => isEvent(event, one));
  const ordered = orderForFunnel(events, isNamed);
  let best: TimedEvent[] = [];
  ordered.forEach((first, start) => {
    if (!isEvent(first.event, steps[0])) return;
    const attempt = [first];
    for (const next of ordered.slice(start + 1)) {
      if (exclude !== undefined && isEvent(next.event, exclude)) break;
      if (windowMs !== null && next.time - first.time > windowMs) break;
      if (isEvent(next.event, steps[attempt.length])) attempt.push(next);
    }
    if (isBetter(attempt, best, ordered)) best = attempt;
  });
  if (best.length === 0) return null;
  return {
    events: best.map(({ event: { invocation_id, insert_id }, time }) => ({
      ...{ invocation_id, insert_id, time },
    })),
  };
}

/** Attempts are compared in the order in which they began. */
function isBetter(
  attempt: readonly TimedEvent[],
  best: readonly TimedEvent[],
  ordered: readonly TimedEvent[],
): boolean {
  if (attempt.length !== best.length) return attempt.length > best.length;
  const place = (one: readonly TimedEvent[]) => ordered.indexOf(one.at(-1) as TimedEvent);
  return place(attempt) <= place(best);
}

function isEvent({ event, properties }: RecordedEvent, wanted: FunnelEvent | undefined): boolean {
  if (wanted?.event !== event) return false;
  return wanted.condition === undefined || meetsCondition(properties, wanted.condition);
}

/**
 * The events that a funnel names, each once, in order: by time, then invocation, then place in the
 * invocation. The time of an event is the largest corrected time of its invocation up to it, so that
 * the order within an invocation is kept.
 */
function orderForFunnel(
  events: readonly RecordedEvent[],
  isNamed: (event: RecordedEvent) => boolean,
): TimedEvent[] {
  const ids = [...new Set(events.map(({ invocation_id }) => invocation_id))].sort(compareText);
  const timed = ids.flatMap((id) => {
    let time = 0;
    return orderEvents(events.filter((event) => event.invocation_id === id))
      .map((event) => {
        time = Math.max(time, correctedTime(event));
        return { event, time };
      })
      .filter(({ event }) => isNamed(event));
  });
  // Equal times keep the order of invocations and of places.
  return timed.sort((a, b) => a.time - b.time);
}
