import { expect, test } from 'vitest';
import { foldBreakdown, type InvocationEvents } from './event-count.js';
import { numberBins } from './number-bins.js';
import type { RecordedEvent } from './recorded-event.js';

function invocation(
  id: string,
  person: string,
  all: RecordedEvent['properties'][],
): InvocationEvents {
  return {
    summary: { person },
    events: all.map((properties, i) => ({
      ...{ event: 'Built', insert_id: `${id}-${i}`, distinct_id: person, anonymous_id: person },
      ...{ user_id: '', invocation_id: id, sequence: i + 1, flow: '', flow_run_id: '', tool: '' },
      ...{ timestamp: i, sent_at: null, received_at: i, position: 0, properties },
    })),
  };
}

test('counts events, invocations and people by value, once each', () => {
  const first = invocation('i1', 'ada', [{ plan: 'pro' }, { plan: 'pro' }, { plan: 1 }]);
  const again = { ...first, events: [...first.events, ...first.events] };
  const second = invocation('i2', 'ada', [{ plan: 'pro' }, {}]);
  const third = invocation('i3', 'ci:github', [{ plan: '1' }, { plan: null }, { plan: [] }]);
  expect(foldBreakdown([again, second, third], 'Built', 'plan')).toEqual({
    event: 'Built',
    property: 'plan',
    totals: { events: 8, invocations: 3, users: 1 },
    values: [
      { value: 'pro', condition: 'plan:"pro"', events: 3, invocations: 2, users: 1 },
      { value: 1, condition: 'plan:1', events: 1, invocations: 1, users: 1 },
      { value: '1', condition: 'plan:"1"', events: 1, invocations: 1, users: 0 },
    ],
    other: null,
    missing: { condition: 'plan:', events: 3, invocations: 2, users: 1 },
    numbers: {
      ...{ minimum: 1, maximum: 1, p50: 1, p90: 1 },
      bins: [
        { from: 1, to: 2, condition: 'plan:1..2', events: 1, invocations: 1, users: 1 },
        { from: 2, to: null, condition: 'plan:2..', events: 0, invocations: 0, users: 0 },
      ],
    },
  });
});

test('values after the tenth are counted together, and open together', () => {
  const all = Array.from({ length: 12 }, (_, i) => [{ n: `v${String(i).padStart(2, '0')}` }]);
  const { values, other } = foldBreakdown(
    all.map((properties, i) => invocation(`i${i}`, 'ada', properties)),
    'Built',
    'n',
  );
  expect(values.map(({ value }) => value)).toEqual(all.slice(0, 10).map(([one]) => one?.n));
  expect(other).toMatchObject({ values: 2, events: 2, invocations: 2, users: 1 });
});

test.each([
  [0, 0, [0, 1]],
  [3, 97, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]],
  [-0.3, 0.3, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
  [1_700_000_000_000, 1_700_000_000_001, [1_700_000_000_000, 1_700_000_000_000.1]],
])('bins from %d to %d have round bounds', (minimum, p90, bounds) => {
  const bins = numberBins(minimum, p90);
  expect(bins.map(({ from }) => from).slice(0, bounds.length)).toEqual(bounds);
  expect(bins.at(-1)?.to).toBeNull();
  expect(bins.length).toBeLessThanOrEqual(14);
});
