import type { FlowRole } from '@sonde/protocol';
import { editionOf, eventRole, type FlowShape, milestoneName } from './flow-shape.js';
import { isVanished, smallestId, smallestText } from './invocation-summary.js';
import { compareText, orderEvents, type RecordedEvent, startTime } from './recorded-event.js';
import type { FlowRun, Outcome } from './responses.js';

/** A flow run with the times that a funnel needs, by the client's clock in milliseconds. */
export interface FoldedFlowRun extends FlowRun {
  /** When it began, in corrected time; decides which date range the run belongs to. */
  corrected_start: number;
  /** Null when its Started event has not arrived. */
  started_time: number | null;
  /** First report of each milestone, in order. */
  milestone_times: { name: string; time: number }[];
  /** Null unless it completed. */
  completed_time: number | null;
  /**
   * Index of the flow edition that the run went through, from the tool and version of the
   * invocation in which it began; -1 if unknown.
   */
  edition: number;
}

/**
 * Derives flow runs from the events that have arrived, in any order and with any repeats. This
 * function is the definition: the store's responses are tested against it.
 *
 * A run is all events of one invocation with the same `flow` and `flow_run_id`. A run of a
 * resumable flow spans all invocations, ordered by the corrected time at which their part of the
 * run began, then by id. The first end event decides the outcome; later events do not count. A run
 * without an end event `vanished` if its invocation did and its flow is not resumable; otherwise it
 * is `incomplete`. Runs are in the order in which they began.
 *
 * @param shapes Known flows, from `flowShapes`; events of other flows get roles by the last word of
 *   their name.
 */
export function foldFlowRuns(
  events: readonly RecordedEvent[],
  shapes: ReadonlyMap<string, FlowShape>,
): FoldedFlowRun[] {
  const invocations = groupBy(orderEvents(events), ({ invocation_id }) => invocation_id);
  const parts = invocations.flatMap((own) => {
    const vanished = isVanished(own);
    const ofFlows = own.filter(({ flow }) => flow !== '');
    return groupBy(ofFlows, ({ flow, flow_run_id }) => JSON.stringify([flow, flow_run_id])).map(
      (part) => ({ part, vanished, began: startTime(part) }),
    );
  });
  const ordered = parts.sort(
    (a, b) =>
      a.began - b.began ||
      compareText(a.part[0]?.invocation_id ?? '', b.part[0]?.invocation_id ?? '') ||
      (a.part[0]?.sequence ?? 0) - (b.part[0]?.sequence ?? 0),
  );
  const runs = groupBy(ordered, ({ part: [first] }) => {
    const { flow = '', flow_run_id = '', invocation_id = '' } = first ?? {};
    return JSON.stringify([
      flow,
      flow_run_id,
      isResumable(flow, flow_run_id, shapes) ? '' : invocation_id,
    ]);
  });
  return runs.map((run) => {
    const whole = run.flatMap(({ part }) => part);
    const resumable = shapes.get(whole[0]?.flow ?? '')?.resumable === true;
    return foldRun(
      whole,
      shapes,
      !resumable && run.some(({ vanished }) => vanished),
      run[0]?.began,
    );
  });
}

/**
 * Derives the flow runs that one invocation takes part in. Each result describes the whole run, but
 * its sequences are those within this invocation.
 *
 * @param elsewhere Events of other invocations that belong to the same runs of resumable flows.
 */
export function foldInvocation(
  events: readonly RecordedEvent[],
  shapes: ReadonlyMap<string, FlowShape>,
  elsewhere: readonly RecordedEvent[] = [],
): FoldedFlowRun[] {
  const own = orderEvents(events);
  const of = (run: FoldedFlowRun) =>
    own.filter(({ flow, flow_run_id }) => flow === run.flow && flow_run_id === run.flow_run_id);
  const joined = elsewhere.filter(({ flow, flow_run_id }) =>
    isResumable(flow, flow_run_id, shapes),
  );
  return foldFlowRuns([...events, ...joined], shapes)
    .map((run) => ({ run, part: of(run) }))
    .filter(({ part }) => part.length > 0)
    .sort((a, b) => own.indexOf(a.part[0] as never) - own.indexOf(b.part[0] as never))
    .map(({ run, part }) => {
      const end = part.findIndex((event) => isTerminal(roleOf(event, shapes)));
      return {
        ...run,
        first_sequence: part[0]?.sequence ?? 0,
        last_sequence: part.at(end)?.sequence ?? 0,
      };
    });
}

function isResumable(flow: string, runId: string, shapes: ReadonlyMap<string, FlowShape>): boolean {
  return runId !== '' && shapes.get(flow)?.resumable === true;
}

/** Groups, in the order of their first members. */
function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return [...groups.values()];
}

function roleOf(event: RecordedEvent, shapes: ReadonlyMap<string, FlowShape>): FlowRole {
  return eventRole(shapes.get(event.flow), event.event);
}

function foldRun(
  events: readonly RecordedEvent[],
  shapes: ReadonlyMap<string, FlowShape>,
  invocationVanished: boolean,
  correctedStart = 0,
): FoldedFlowRun {
  const first = events[0] as RecordedEvent;
  const shape = shapes.get(first.flow);
  const end = events.findIndex((event) => isTerminal(roleOf(event, shapes)));
  const counted = end === -1 ? events : events.slice(0, end + 1);
  const endEvent = end === -1 ? undefined : events[end];
  const last = counted.at(-1) as RecordedEvent;
  const started = counted.find((event) => roleOf(event, shapes) === 'started');

  const milestoneTimes: { name: string; time: number }[] = [];
  for (const event of counted) {
    if (roleOf(event, shapes) !== 'milestone') continue;
    const name = milestoneName(shape, event.event);
    if (!milestoneTimes.some((milestone) => milestone.name === name)) {
      milestoneTimes.push({ name, time: event.timestamp });
    }
  }
  const milestones = milestoneTimes.map(({ name }) => name);

  const ending = foldEnding(endEvent, endEvent && roleOf(endEvent, shapes), invocationVanished);
  const reported = numberOrNull(endEvent?.properties.duration_ms);
  return {
    flow_run_id: first.flow_run_id,
    invocation_id: first.invocation_id,
    flow: first.flow,
    title: shape?.title ?? first.flow,
    ...ending,
    step:
      ending.outcome === 'completed'
        ? null
        : (textOrNull(endEvent?.properties.step) ?? furthestStep(milestones, shape)),
    milestones,
    first_sequence: first.sequence,
    last_sequence: last.sequence,
    started_at: new Date(first.timestamp).toISOString(),
    duration_ms:
      ending.outcome === 'incomplete'
        ? null
        : (reported ?? Math.max(0, last.timestamp - first.timestamp)),
    corrected_start: correctedStart,
    started_time: started === undefined ? null : started.timestamp,
    milestone_times: milestoneTimes,
    completed_time: ending.outcome === 'completed' && endEvent ? endEvent.timestamp : null,
    edition: shape === undefined ? -1 : editionOf(shape, toolVersion(events)),
  };
}

/** The tool and version of the invocation in which the run began. */
function toolVersion(events: readonly RecordedEvent[]) {
  const [first] = events;
  const own = events.filter(({ invocation_id }) => invocation_id === first?.invocation_id);
  return {
    tool: smallestId(own.map(({ tool }) => tool)),
    version: smallestText(own, 'version') ?? '',
  };
}

function foldEnding(
  endEvent: RecordedEvent | undefined,
  role: FlowRole | undefined,
  invocationVanished: boolean,
): { outcome: Outcome; reason: string | null; error_class: string | null } {
  const none = { reason: null, error_class: null };
  if (endEvent === undefined) {
    return { outcome: invocationVanished ? 'vanished' : 'incomplete', ...none };
  }
  if (role === 'completed') return { outcome: 'completed', ...none };
  if (role === 'failed') {
    const errorClass = textOrNull(endEvent.properties.error_class) ?? unknown;
    return { outcome: 'failed', reason: null, error_class: errorClass };
  }
  const reason = textOrNull(endEvent.properties.reason) ?? unknown;
  if (reason === 'vanished') return { outcome: 'vanished', ...none };
  return { outcome: 'aborted', reason, error_class: null };
}

/** Used when an ended run gave no reason or error class. */
const unknown = 'unknown';

function isTerminal(role: FlowRole): boolean {
  return role === 'completed' || role === 'aborted' || role === 'failed';
}

/** The latest declared step during which one of the milestones is reported. */
function furthestStep(milestones: readonly string[], shape: FlowShape | undefined): string | null {
  let furthest = -1;
  for (const milestone of shape?.milestones ?? []) {
    if (milestone.step === null || !milestones.includes(milestone.name)) continue;
    furthest = Math.max(furthest, shape?.steps.indexOf(milestone.step) ?? -1);
  }
  return shape?.steps[furthest] ?? null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}

/** The part of a folded run that responses contain. */
export function toFlowRun(run: FoldedFlowRun): FlowRun {
  const { corrected_start, started_time, milestone_times, completed_time, edition, ...flowRun } =
    run;
  return flowRun;
}
