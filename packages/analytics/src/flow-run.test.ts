import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldFlowRuns, foldInvocation, toFlowRun } from './flow-run.js';
import { flowShapes } from './flow-shape.js';
import { foldSummary, stitchIdentities } from './invocation-summary.js';
import type { RecordedEvent } from './recorded-event.js';
import { arrivedEvents, generatedCatalogs, shuffled } from './testing.js';

function createEvent(sequence: number, event: string, more: Partial<RecordedEvent> = {}) {
  return {
    event,
    insert_id: `i${sequence}`,
    distinct_id: 'a1',
    anonymous_id: 'a1',
    user_id: '',
    invocation_id: 'one',
    sequence,
    flow: event.startsWith('CLI Create') ? 'create' : '',
    flow_run_id: event.startsWith('CLI Create') ? 'run' : '',
    tool: 'tool',
    timestamp: Date.UTC(2026, 0, 1) + sequence * 100,
    sent_at: null,
    received_at: Date.UTC(2026, 0, 2),
    position: 0,
    properties: {},
    ...more,
  } satisfies RecordedEvent;
}

const shapes = flowShapes(generatedCatalogs, []);
const fold = (...events: RecordedEvent[]) => foldInvocation(events, shapes).map(toFlowRun);

describe('foldInvocation', () => {
  it('recognises a completed run', () => {
    const [run] = fold(
      createEvent(1, 'CLI Create Started'),
      createEvent(2, 'CLI Create Accepted Terms'),
      createEvent(3, 'CLI Create Completed', { properties: { duration_ms: 40 } }),
    );
    expect(run).toEqual({
      flow: 'create',
      title: 'Flow create',
      flow_run_id: 'run',
      invocation_id: 'one',
      outcome: 'completed',
      reason: null,
      error_class: null,
      step: null,
      milestones: ['Accepted Terms'],
      first_sequence: 1,
      last_sequence: 3,
      started_at: '2026-01-01T00:00:00.100Z',
      duration_ms: 40,
    });
  });

  it('takes step and reason from the end event, and measures a duration it did not report', () => {
    const [run] = fold(
      createEvent(1, 'CLI Create Started'),
      createEvent(4, 'CLI Create Aborted', { properties: { step: 'plan', reason: 'cancelled' } }),
    );
    expect(run).toMatchObject({
      outcome: 'aborted',
      step: 'plan',
      reason: 'cancelled',
      duration_ms: 300,
    });
  });

  it('takes the end event with the lowest sequence, in any order of arrival', () => {
    const [run] = fold(
      createEvent(4, 'CLI Create Completed'),
      createEvent(3, 'CLI Create Failed', {
        properties: { step: 'call', error_class: 'ApiError' },
      }),
      createEvent(5, 'CLI Create Accepted Terms'),
      createEvent(1, 'CLI Create Started'),
    );
    expect(run).toMatchObject({
      outcome: 'failed',
      error_class: 'ApiError',
      milestones: [],
      last_sequence: 3,
    });
  });

  it('reports `unknown` for an end event without a reason or an error class', () => {
    expect(fold(createEvent(1, 'CLI Create Aborted'))[0]?.reason).toBe('unknown');
    expect(fold(createEvent(1, 'CLI Create Failed'))[0]?.error_class).toBe('unknown');
  });

  it('recognises a vanished run by its reason or by its invocation', () => {
    const aborted = createEvent(2, 'CLI Create Aborted', { properties: { reason: 'vanished' } });
    const completed = createEvent(3, 'Command Completed', { properties: { vanished: true } });
    const started = createEvent(1, 'CLI Create Started');
    expect(fold(started, aborted)[0]).toMatchObject({ outcome: 'vanished', reason: null });
    expect(fold(started, completed)[0]).toMatchObject({ outcome: 'vanished', duration_ms: 0 });
    expect(fold(started)[0]).toMatchObject({ outcome: 'incomplete', duration_ms: null });
  });

  it('derives the step of a run without an end event from its furthest milestone', () => {
    const [run] = fold(
      createEvent(1, 'CLI Create Started'),
      createEvent(2, 'CLI Create Call Failed'),
      createEvent(3, 'CLI Create Accepted Terms'),
    );
    expect(run).toMatchObject({ step: 'call', milestones: ['Call Failed', 'Accepted Terms'] });
  });

  it('separates interleaved runs', () => {
    const runs = fold(
      createEvent(1, 'CLI Create Started', { flow_run_id: 'a' }),
      createEvent(2, 'CLI Create Started', { flow_run_id: 'b' }),
      createEvent(3, 'CLI Create Completed', { flow_run_id: 'a' }),
    );
    expect(runs.map(({ flow_run_id, outcome }) => [flow_run_id, outcome])).toEqual([
      ['a', 'completed'],
      ['b', 'incomplete'],
    ]);
  });

  it('gives the same result for any order of arrival and any repeats', () => {
    const scenario = arrivedEvents.chain((events) =>
      fc.record({
        events: fc.constant(events),
        again: shuffled([...events, ...events.map(repeatLater)]),
      }),
    );
    fc.assert(
      fc.property(scenario, ({ events, again }) => {
        expect(foldFlowRuns(again, shapes)).toEqual(foldFlowRuns(events, shapes));
        for (const id of new Set(events.map(({ invocation_id }) => invocation_id))) {
          const of = (all: RecordedEvent[]) => all.filter((e) => e.invocation_id === id);
          expect(foldInvocation(of(again), shapes)).toEqual(foldInvocation(of(events), shapes));
          const unlinked = stitchIdentities([]);
          expect(foldSummary(of(again), unlinked)).toEqual(foldSummary(of(events), unlinked));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('runs of a resumable flow', () => {
  const minute = 60_000;
  const at = (
    invocation_id: string,
    sequence: number,
    event: string,
    more: Partial<RecordedEvent> = {},
  ) =>
    createEvent(sequence, event, {
      invocation_id,
      insert_id: `${invocation_id}${sequence}`,
      flow: 'setup',
      flow_run_id: 'shared',
      timestamp: Date.UTC(2026, 0, 1) + { init: 0, login: 1, deploy: 2 }[invocation_id]! * minute,
      ...more,
    });
  const init = [
    at('init', 2, 'CLI Setup Started'),
    at('init', 9, 'CLI Setup Opened'),
    createEvent(10, 'Command Completed', {
      invocation_id: 'init',
      insert_id: 'v',
      properties: { vanished: true },
    }),
  ];
  const login = [at('login', 1, 'CLI Setup Accepted Terms')];
  const deploy = [
    at('deploy', 3, 'CLI Setup Completed'),
    at('deploy', 4, 'CLI Setup Aborted', { properties: { step: 'name', reason: 'cancelled' } }),
  ];

  it('continue in later invocations, and survive one that vanished', () => {
    const [run, ...others] = foldFlowRuns([...deploy, ...login, ...init], shapes);
    expect(others).toEqual([]);
    expect(run && toFlowRun(run)).toMatchObject({
      invocation_id: 'init',
      outcome: 'completed',
      milestones: ['Opened', 'Accepted Terms'],
      duration_ms: 2 * minute,
    });
    const [open] = foldFlowRuns([...init, ...login], shapes);
    expect(open).toMatchObject({ outcome: 'incomplete', step: 'terms' });
  });

  it('are listed for an invocation with the part that ran in it', () => {
    const [run] = foldInvocation(deploy, shapes, [...login, ...init]);
    expect(run).toMatchObject({ outcome: 'completed', first_sequence: 3, last_sequence: 3 });
    expect(foldInvocation(login, shapes)).toMatchObject([{ outcome: 'incomplete' }]);
  });

  it('are in the order of their invocations by corrected time, even if clocks are wrong', () => {
    const fast = deploy.map((event) => ({
      ...event,
      sent_at: event.timestamp + day,
      timestamp: event.timestamp + day,
      received_at: Date.UTC(2026, 0, 1) - minute,
    }));
    const [run] = foldFlowRuns([...init, ...login, ...fast], shapes);
    expect(run).toMatchObject({ invocation_id: 'deploy', outcome: 'completed', milestones: [] });
  });
});

const day = 86_400_000;

/** A repeat, as a client sends it after a response was lost. */
function repeatLater(event: RecordedEvent): RecordedEvent {
  return {
    ...event,
    sent_at: event.sent_at === null ? null : event.sent_at + 60_000,
    received_at: event.received_at + 61_000,
  };
}
