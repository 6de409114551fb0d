import type { Properties } from '@sonde/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardProperties } from '../catalog/guard-properties.js';
import type { PropertySet } from '../catalog/property.js';
import { defineCatalog, oneOf } from '../catalog.js';
import { describeError } from '../errors/describe-error.js';
import { createMemoryFlowKeeper } from '../testing/memory-flow-keeper.js';
import type { EventRecorder } from './event-recorder.js';
import { createFlowRuns } from './flow-runs.js';
import type { OpenFlow } from './open-flow.js';

const catalogOf = (nested: 'collapse' | 'report') =>
  defineCatalog({
    tool: 'x',
    flows: {
      create: {
        title: 'Create',
        eventPrefix: 'Create',
        steps: ['name', 'auth'],
        reasons: ['quota'],
        milestones: { Accepted: { properties: { plan: oneOf('free') } } },
      },
      auth: { title: 'Auth', eventPrefix: 'Auth', steps: ['browser'], nested },
      setup: { title: 'Set up', eventPrefix: 'Setup', steps: ['name'], resumeWithinMs: 1000 },
    },
  });

interface Recorded {
  name: string;
  properties: Properties;
  runId: string | undefined;
}

function start(nested: 'collapse' | 'report' = 'collapse') {
  let time = 0;
  const keeper = createMemoryFlowKeeper(() => time);
  const open = () =>
    createFlowRuns({
      catalog: catalogOf(nested),
      recorder,
      keeper: () => keeper,
      now: () => 0,
      classify: (error) => ({ kind: 'threw', description: describeError(error) }),
      debug: () => {},
      safely: (action) => action(),
    });
  const recorded: Recorded[] = [];
  const recorder = {
    record: (name: string, properties: Properties, extras?: { flow?: { flow_run_id: string } }) =>
      recorded.push({ name, properties, runId: extras?.flow?.flow_run_id }),
    control: () => {},
    guard: (set: PropertySet | undefined, values: unknown) =>
      guardProperties(set ?? {}, values).properties,
    lose: () => {},
  } as unknown as EventRecorder;
  return {
    flows: open(),
    /** The next process. */
    open,
    wait: (ms: number) => {
      time += ms;
    },
    recorded,
    names: () => recorded.map(({ name }) => name),
  };
}

const terminals = /^(Create|Auth|Setup) (Completed|Aborted|Failed)$/;

const action = fc.oneof(
  fc.record({
    kind: fc.constant('start' as const),
    flow: fc.constantFrom('create', 'auth', 'setup', 'no'),
  }),
  fc.record({
    kind: fc.constant('current' as const),
    flow: fc.constantFrom('create', 'setup', 'no'),
  }),
  // The process exits, and perhaps another one begins.
  fc.record({
    kind: fc.constant('exit' as const),
    again: fc.boolean(),
    ms: fc.constantFrom(0, 400),
  }),
  fc.record({
    kind: fc.constantFrom('step' as const, 'abort' as const, 'milestone' as const),
    run: fc.nat(4),
    text: fc.constantFrom('name', 'auth', 'quota', 'Accepted', 'nonsense'),
  }),
  fc.record({
    kind: fc.constantFrom('complete' as const, 'fail' as const, 'dispose' as const),
    run: fc.nat(4),
    text: fc.constant(''),
  }),
);

describe('flow runs', () => {
  test('each have exactly one end event, and it comes last', () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 40 }),
        fc.constantFrom('collapse' as const, 'report' as const),
        (actions, nested) => {
          const { flows: first, open, wait, recorded } = start(nested);
          let flows = first;
          const runs: OpenFlow[] = [];
          for (const step of actions) {
            if (step.kind === 'start') {
              runs.push(flows.start(step.flow, {}));
              continue;
            }
            if (step.kind === 'current') {
              runs.push(flows.current([step.flow]));
              continue;
            }
            if (step.kind === 'exit') {
              flows.leaveAll({ kind: 'returned' });
              wait(step.ms);
              if (step.again) flows = open();
              continue;
            }
            const run = runs[step.run];
            if (run === undefined) continue;
            if (step.kind === 'complete') run.complete();
            else if (step.kind === 'dispose') run.dispose();
            else if (step.kind === 'fail') run.fail(new Error('x'));
            else if (step.kind === 'step') run.step(step.text);
            else if (step.kind === 'abort') run.abort(step.text as 'cancelled');
            else run.milestone(step.text as never, { plan: 'free' } as never);
          }
          flows.leaveAll({ kind: 'returned' });
          flows.leaveAll({ kind: 'cancelled' });
          const byRun = group(recorded);
          for (const events of byRun.values()) {
            expect(events[0]?.name).toMatch(/ Started$/);
            const ends = events.filter(({ name }) => terminals.test(name)).length;
            // Only the tool or its time limit ends a resumable flow.
            const mayBeOpen = events[0]?.name === 'Setup Started';
            expect(ends).toBeGreaterThanOrEqual(mayBeOpen ? 0 : 1);
            expect(ends).toBeLessThanOrEqual(1);
            if (ends === 1) expect(events.at(-1)?.name).toMatch(terminals);
          }
        },
      ),
    );
  });

  test('a flow inside another one only sets its step', () => {
    const { flows, recorded, names } = start();
    const outer = flows.start('create', {});
    const inner = flows.start('auth', {});
    inner.step('browser');
    inner.fail(new Error('x'));
    outer.abort('quota' as 'cancelled');
    expect(names()).toEqual(['Create Started', 'Create Aborted']);
    expect(recorded[1]?.properties).toEqual({ step: 'auth', reason: 'quota' });
  });

  test('a flow inside another one can be reported', () => {
    const { flows, recorded } = start('report');
    const outer = flows.start('create', {});
    flows.start('auth', {}).complete();
    outer.complete();
    flows.start('auth', {}).complete();
    const inside = { triggered_from: 'create', parent_flow_run_id: recorded[0]?.runId };
    const alone = { triggered_from: 'explicit_command' };
    expect(recorded.map(({ name, properties }) => [name, properties])).toEqual([
      ['Create Started', {}],
      ['Auth Started', inside],
      ['Auth Completed', { ...inside, duration_ms: 0 }],
      ['Create Completed', { duration_ms: 0 }],
      ['Auth Started', alone],
      ['Auth Completed', { ...alone, duration_ms: 0 }],
    ]);
  });

  test('currentFlow finds the open one of several flows, or an inert one', () => {
    const { flows, names } = start('report');
    flows.current(['create']).complete();
    flows.start('create', {});
    flows.start('auth', {});
    flows.current(['create', 'no']).abort('quota' as 'cancelled');
    flows.current(['auth']).complete();
    expect(names()).toEqual(['Create Started', 'Auth Started', 'Create Aborted', 'Auth Completed']);
  });

  test('a disposed flow ends with the outcome of the command, and encloses no others', () => {
    const { flows, recorded, names } = start();
    flows.start('create', {}).dispose();
    flows.start('auth', {}).complete();
    flows.leaveAll({ kind: 'cancelled' });
    expect(names()).toEqual(['Create Started', 'Auth Started', 'Auth Completed', 'Create Aborted']);
    expect(recorded[3]?.properties).toEqual({ step: null, reason: 'cancelled' });
  });

  test('a resumable flow stays open however the process ends', () => {
    const { flows, open, names } = start();
    flows.start('setup', {}).step('name');
    flows.leaveAll({ kind: 'cancelled' });
    const later = open();
    later.start('setup', {});
    later.leaveAll({ kind: 'returned' });
    open().current(['setup']).complete();
    expect(open().current(['setup']).open).toBe(false);
    expect(names()).toEqual(['Setup Started', 'Setup Completed']);
  });

  test('an undeclared reason is reported as other', () => {
    const { flows, recorded } = start();
    flows.start('create', {}).abort('my secret' as 'cancelled');
    expect(recorded[1]?.properties).toEqual({ step: null, reason: 'other' });
  });
});

function group(events: Recorded[]): Map<string, Recorded[]> {
  const byRun = new Map<string, Recorded[]>();
  for (const event of events) {
    byRun.set(event.runId ?? '', [...(byRun.get(event.runId ?? '') ?? []), event]);
  }
  return byRun;
}
