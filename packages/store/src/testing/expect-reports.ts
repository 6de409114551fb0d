import {
  actorOf,
  calendarStarts,
  foldAgents,
  foldCommand,
  foldCommandList,
  foldErrors,
  foldTotals,
  type InvocationSummary,
} from '@sonde/analytics';
import { expect } from 'vitest';
import type { Store } from '../port.js';
import { queries } from '../queries.js';
import type { ScopeFilters } from '../sql/scope.js';

type Scope = { project: string; from: string; to: string } & ScopeFilters;

export interface FoldedInvocations {
  /** Of the range and the filters of the scope. */
  current: readonly InvocationSummary[];
  /** Of the range before, with the same filters. */
  previous: readonly InvocationSummary[];
  /** Of the whole project. */
  all: readonly InvocationSummary[];
}

/** Compares the reports on commands, errors and agents, and the lists behind them, with the folds. */
export async function expectReports(
  store: Store,
  scope: Scope,
  folded: FoldedInvocations,
): Promise<void> {
  const { current, previous, all } = folded;
  const commands = await store.query(queries.commands, scope);
  expect(commands).toEqual(foldCommandList(current, previous));
  const starts = calendarStarts(
    'day',
    { from: Date.parse(scope.from), to: Date.parse(scope.to) },
    'UTC',
  );

  for (const name of new Set(commands.commands.map(({ command }) => command))) {
    const { series, interval, ...report } = await store.query(queries.command, { ...scope, name });
    expect(report).toEqual(foldCommand(name, current, previous));
    expect(interval).toBe('day');
    const own = current.filter(({ command }) => command === name);
    expect(series).toEqual(
      starts.map((start, i) => ({
        time: new Date(start).toISOString(),
        ...foldTotals(
          own.filter(({ started_at }) => {
            const time = Date.parse(started_at);
            return time >= start && time < (starts[i + 1] ?? Number.POSITIVE_INFINITY);
          }),
        ),
      })),
    );
  }

  const { interval, times, ...errors } = await store.query(queries.errors, scope);
  expect(errors).toEqual(foldErrors(all, current, starts));
  expect(times).toEqual(starts.map((start) => new Date(start).toISOString()));
  expect(interval).toBe('day');

  const { usage_errors, ...agents } = await store.query(queries.agents, scope);
  expect(agents).toEqual(foldAgents(current));
  expect(usage_errors).toEqual([]);
  await expectLists(store, scope, folded);
}

/** The lists behind one number of each kind. */
async function expectLists(
  store: Store,
  scope: Scope,
  { current, previous }: FoldedInvocations,
): Promise<void> {
  const list = (filter: Record<string, unknown>) =>
    store.query(queries.invocations, { ...scope, ...filter, limit: 1, count_people: true });
  const total = async (filter: Record<string, unknown>) => (await list(filter)).total;
  const [some] = current;
  if (some === undefined) return;
  if (some.command !== '' && scope.command === undefined) {
    const name = some.command;
    const own = { command: [name] };
    const report = foldCommand(name, current, previous);
    for (const { exit_code, invocations } of report.exit_codes.slice(0, 1)) {
      expect(await total({ ...own, exit_code: String(exit_code ?? 'none') })).toBe(invocations);
    }
    for (const { error_class, invocations } of report.error_classes.slice(0, 1)) {
      expect(await total({ ...own, error_class })).toBe(invocations);
    }
    for (const { flag, users, given, not_given } of report.flags.slice(0, 1)) {
      expect(await list({ ...own, flag })).toMatchObject({
        total: given.invocations,
        people: users,
      });
      expect(await total({ ...own, without_flag: flag })).toBe(not_given.invocations);
    }
    for (const { from_ms, to_ms, invocations } of report.durations.slice(-1)) {
      const bounds = {
        duration_from_ms: from_ms,
        ...(to_ms !== null && { duration_to_ms: to_ms }),
      };
      expect(await total({ ...own, ...bounds })).toBe(invocations);
    }
  }
  const actor = actorOf(some);
  const { actors } = foldAgents(current);
  const counted = actors.find((row) => row.actor === actor);
  expect(await list({ actor, sort: 'person' })).toMatchObject({
    total: counted?.invocations,
    people: counted?.users,
  });
  expect(await total({ actor, repeated: true })).toBe(counted?.repeated);
  expect(await total({ actor: 'agent' })).toBe(
    actors
      .filter((row) => row.actor.startsWith('agent:'))
      .reduce((sum, { invocations }) => sum + invocations, 0),
  );
  const errors = foldErrors([], current, []);
  expect(await list({ has_error: true })).toMatchObject({
    total: errors.invocations,
    people: errors.users,
  });
}
