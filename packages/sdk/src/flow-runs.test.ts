import type { Properties } from '@sonde/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defineCatalog, oneOf } from './catalog.js';
import { describeError } from './describe-error.js';
import type { EventRecorder } from './event-recorder.js';
import { createFlowRuns } from './flow-runs.js';
import { guardProperties } from './guard-properties.js';
import type { PropertySet } from './property.js';

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
    },
  });

interface Recorded {
  name: string;
  properties: Properties;
  runId: string | undefined;
}

function start(nested: 'collapse' | 'report' = 'collapse') {
  const recorded: Recorded[] = [];
  const recorder = {
    record: (name: string, properties: Properties, extras?: { flow?: { flow_run_id: string } }) =>
      recorded.push({ name, properties, runId: extras?.flow?.flow_run_id }),
    control: () => {},
    guard: (set: PropertySet | undefined, values: unknown) =>
      guardProperties(set ?? {}, values).properties,
    lose: () => {},
  } as unknown as EventRecorder;
  const flows = createFlowRuns({
    catalog: catalogOf(nested),
    recorder,
    now: () => 0,
    classify: (error) => ({ kind: 'threw', description: describeError(error) }),
    debug: () => {},
  });
  return { flows, recorded, names: () => recorded.map(({ name }) => name) };
}

const terminals = /^(Create|Auth) (Completed|Aborted|Failed)$/;

const action = fc.oneof(
  fc.record({ kind: fc.constant('start' as const), flow: fc.constantFrom('create', 'auth', 'no') }),
  fc.record({
    kind: fc.constantFrom('step' as const, 'abort' as const, 'milestone' as const),
    run: fc.nat(4),
    text: fc.constantFrom('name', 'auth', 'quota', 'Accepted', 'nonsense'),
  }),
  fc.record({
    kind: fc.constantFrom('complete' as const, 'fail' as const),
    run: fc.nat(4),
    text: fc.constant(''),
  }),
);

describe('flow runs', () => {
  test('have exactly one terminal each, last, whatever is done with them', () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 40 }),
        fc.constantFrom('collapse' as const, 'report' as const),
        (actions, nested) => {
          const { flows, recorded } = start(nested);
          const runs = [];
          for (const step of actions) {
            if (step.kind === 'start') {
              runs.push(flows.start(step.flow, {}));
              continue;
            }
            const run = runs[step.run];
            if (run === undefined) continue;
            if (step.kind === 'complete') run.complete();
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
            expect(events.filter(({ name }) => terminals.test(name))).toHaveLength(1);
            expect(events.at(-1)?.name).toMatch(terminals);
          }
        },
      ),
    );
  });

  test('a flow inside another one only moves its step', () => {
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
    const inside = { triggered_from: 'create', parent_flow_run_id: recorded[0]?.runId };
    expect(recorded.map(({ name, properties }) => [name, properties])).toEqual([
      ['Create Started', {}],
      ['Auth Started', inside],
      ['Auth Completed', { duration_ms: 0 }],
      ['Create Completed', { duration_ms: 0 }],
    ]);
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
