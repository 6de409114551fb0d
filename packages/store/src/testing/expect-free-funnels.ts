import {
  bestAttempt,
  type FreeFunnelDefinition,
  type InvocationSummary,
  parseFunnelEvent,
  quantile,
  type RecordedEvent,
  sharedIdPrefix,
} from '@sonde/analytics';
import { expect } from 'vitest';
import type { Store } from '../port.js';
import { queries } from '../queries.js';
import type { ScopeFilters } from '../sql/scope.js';

type Scope = { project: string; from: string; to: string } & ScopeFilters;
type Invocation = { summary: InvocationSummary; events: readonly RecordedEvent[] };

/** Only those with a condition on a property read the events themselves. */
const definitions = [
  { step: ['CLI Create Started', 'CLI Create Completed'] },
  { step: ['Something Else', 'Command Completed', 'Command Invoked'], window_ms: 1_000 },
  { step: ['CLI Create Started', 'CLI Create Opened', 'CLI Create Started'], window_ms: 18 },
  { step: ['Command Invoked', 'Something Else?plan:"pro"'], exclude: 'Command Completed' },
  { step: ['Command Invoked', 'Command Invoked', 'nope'], exclude: 'Something Else' },
  { step: ['Something Else', 'Something Else', 'Command Failed', 'CLI Auth Started'] },
  { step: ['Something Else?plan:"pro"', 'Command Completed', 'Command Invoked'], window_ms: 1_000 },
  { step: ['Something Else?plan:"pro"', 'Something Else', 'Command Failed', 'CLI Auth Started'] },
];

/** Compares free funnels, per invocation and per person, with the fold. */
export async function expectFreeFunnels(
  store: Store,
  scope: Scope,
  invocations: readonly Invocation[],
): Promise<void> {
  // One for each data set; all of them would take too long.
  const at = invocations.length % definitions.length;
  for (const { step, exclude, window_ms } of definitions.slice(at, at + 1)) {
    for (const per of ['invocation', 'person'] as const) {
      const windowMs = window_ms ?? (per === 'person' ? 7 * 86_400_000 : null);
      const definition: FreeFunnelDefinition = {
        steps: step.map((text) => parseFunnelEvent(text) ?? { event: '' }),
        ...(exclude !== undefined && { exclude: { event: exclude } }),
        windowMs,
      };
      const attempts = subjectsOf(invocations, per).flatMap((own) => {
        const attempt = bestAttempt(
          own.flatMap(({ events }) => events),
          definition,
        );
        if (attempt === null) return [];
        const [first] = attempt.events;
        const begun = own.find(({ summary }) => summary.invocation_id === first?.invocation_id);
        return [{ events: attempt.events, value: begun?.summary.version ?? '' }];
      });
      const reach = (some: typeof attempts) =>
        step.map((_, i) => some.filter(({ events }) => events.length > i).length);
      const funnel = await store.query(queries.freeFunnel, {
        ...{ ...scope, step, per, by: 'version' },
        ...(exclude !== undefined && { exclude }),
        ...(window_ms !== undefined && { window_ms }),
      });
      const medians = step.slice(1).map((_, i) =>
        quantile(
          attempts.flatMap(({ events }) => {
            const [before, after] = [events[i], events[i + 1]];
            return before === undefined || after === undefined ? [] : [after.time - before.time];
          }),
          0.5,
        ),
      );
      expect([
        funnel.steps.map(({ subjects }) => subjects),
        funnel.steps.slice(1).map(({ time_p50_ms }) => time_p50_ms),
      ]).toEqual([reach(attempts), medians]);
      // The lists behind the last step and the first group.
      const list = (reached: number, group: { funnel_by?: 'version'; funnel_value?: string }) =>
        store.query(queries.invocations, {
          ...{ ...scope, ...group, funnel_step: step, funnel_per: per, funnel_reached: reached },
          ...(exclude !== undefined && { funnel_exclude: exclude }),
          ...(window_ms !== undefined && { funnel_window_ms: window_ms }),
          limit: 500,
        });
      const idsOf = (some: typeof attempts, reached: number) =>
        some
          .flatMap(({ events }) => events.slice(reached - 1, reached))
          .map((e) => e.invocation_id);
      const second = await list(2, {});
      expect(second.invocations.map(({ invocation_id }) => invocation_id).sort()).toEqual(
        idsOf(attempts, 2).sort(),
      );
      const [group] = funnel.groups;
      if (group !== undefined) {
        const first = await list(1, { funnel_by: 'version', funnel_value: group.value });
        expect(first.invocations.map(({ invocation_id }) => invocation_id).sort()).toEqual(
          idsOf(
            attempts.filter(({ value }) => value === group.value),
            1,
          ).sort(),
        );
      }
      const values = [...new Set(attempts.map(({ value }) => value))];
      expect(new Map(funnel.groups.map(({ value, subjects }) => [value, subjects]))).toEqual(
        new Map(values.map((value) => [value, reach(attempts.filter((a) => a.value === value))])),
      );
    }
  }
}

function subjectsOf(invocations: readonly Invocation[], per: 'invocation' | 'person') {
  if (per === 'invocation') return invocations.map((one) => [one]);
  const persons = new Set(invocations.map(({ summary }) => summary.person));
  return [...persons]
    .filter((person) => person !== '' && !person.startsWith(sharedIdPrefix))
    .map((person) => invocations.filter(({ summary }) => summary.person === person));
}
