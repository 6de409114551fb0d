import { describe, expect, it } from 'vitest';
import { bestAttempt, type FreeFunnelDefinition } from './free-funnel.js';
import { formatFunnelEvent, parseFunnelEvent } from './funnel-event.js';
import type { RecordedEvent } from './recorded-event.js';

/** `A@3 B@3/other`: names, times in milliseconds, and invocations; by their order in the text. */
function events(text: string): RecordedEvent[] {
  return text.split(' ').map((one, i) => {
    const [, event = '', time = '', invocation_id = 'one'] =
      /^(\w+)@(\d+)\/?(\w*)$/.exec(one) ?? [];
    return {
      ...{ event, insert_id: String(i), distinct_id: 'd', anonymous_id: 'd', user_id: '' },
      ...{ invocation_id: invocation_id || 'one', sequence: i + 1, flow: '', flow_run_id: '' },
      ...{ tool: '', timestamp: Number(time), sent_at: null, received_at: 0, position: 0 },
      properties: { plan: i },
    };
  });
}

const steps = (...names: string[]) => names.map((event) => ({ event }));
const funnel = (more: Partial<FreeFunnelDefinition> = {}): FreeFunnelDefinition => ({
  ...{ steps: steps('A', 'B', 'C'), windowMs: null, ...more },
});
/** The insert ids of the best attempt, which are places in the text. */
const best = (text: string, definition = funnel()) =>
  bestAttempt(events(text), definition)?.events.map(({ insert_id }) => Number(insert_id));

describe('the best attempt', () => {
  it('follows the sequence, also at equal times', () => {
    expect(best('A@1 B@1 C@1')).toEqual([0, 1, 2]);
    expect(best('C@1 B@1 A@1')).toEqual([2]);
    expect(best('B@1 C@2')).toBeUndefined();
    // A clock that goes back does not change the order within an invocation.
    expect(best('A@9 B@3 C@5')).toEqual([0, 1, 2]);
  });

  it('takes the first next step, and uses each event once', () => {
    expect(best('A@1 B@2 B@3 C@4')).toEqual([0, 1, 3]);
    const twice = funnel({ steps: steps('A', 'A') });
    expect(best('A@1', twice)).toEqual([0]);
    expect(best('A@1 A@2', twice)).toEqual([0, 1]);
  });

  it('reached the furthest step; of several first; of those it began last', () => {
    expect(best('A@1 B@2 A@3 B@4 C@5 A@6')).toEqual([2, 3, 4]);
    expect(best('A@1 A@2 B@3 C@4 C@5')).toEqual([1, 2, 3]);
    expect(best('A@1 B@2 A@3 B@4')).toEqual([0, 1]);
  });

  it('is within the window, which is counted from the first step and includes its end', () => {
    const within = funnel({ windowMs: 10 });
    expect(best('A@0 B@5 C@10', within)).toEqual([0, 1, 2]);
    expect(best('A@0 B@5 C@11', within)).toEqual([0, 1]);
    // A later attempt gets further.
    expect(best('A@0 B@5 A@6 B@7 C@12', within)).toEqual([2, 3, 4]);
  });

  it('is ended by an excluded event', () => {
    const without = funnel({ exclude: { event: 'X' } });
    expect(best('A@1 X@2 B@3 C@4', without)).toEqual([0]);
    expect(best('X@1 A@2 B@3 X@4 C@5', without)).toEqual([1, 2]);
    expect(best('A@1 B@2 C@3 X@4', without)).toEqual([0, 1, 2]);
    // It can be the first step of the next attempt.
    expect(best('A@1 B@2 A@3 C@4', funnel({ exclude: { event: 'A' } }))).toEqual([0, 1]);
  });

  it('goes across invocations by time, then by id', () => {
    expect(best('A@1/x B@2/y C@3/x')).toEqual([0, 1, 2]);
    expect(best('A@1/a B@1/b C@1/c')).toEqual([0, 1, 2]);
    expect(best('A@1/c B@1/b C@1/a')).toEqual([0]);
    // B happened after Z, and so after C.
    expect(best('A@1/x Z@9/x B@2/x C@5/y')).toEqual([0, 2]);
  });

  it('meets conditions on properties', () => {
    const third = { event: 'B', condition: { property: 'plan', is: 'value', value: 2 } } as const;
    expect(best('A@1 B@2 B@3', funnel({ steps: [{ event: 'A' }, third] }))).toEqual([0, 2]);
  });
});

it('reads and writes events of a funnel', () => {
  const condition = { property: 'plan', is: 'value', value: 'pro' } as const;
  for (const [text, event] of [
    ['Deploy', { event: 'Deploy' }],
    ['Deploy?plan:"pro"', { event: 'Deploy', condition }],
    ['"Why?"', { event: 'Why?' }],
    ['"Why?"?plan:"pro"', { event: 'Why?', condition }],
  ] as const) {
    expect(parseFunnelEvent(text)).toEqual(event);
    expect(formatFunnelEvent(event)).toBe(text);
  }
  for (const text of ['', '?', 'Deploy?', 'Deploy?plan', '"Why', '?plan:1']) {
    expect(parseFunnelEvent(text), text).toBeNull();
  }
});
