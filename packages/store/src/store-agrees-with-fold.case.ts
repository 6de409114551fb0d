import { setTimeout as delay } from 'node:timers/promises';
import {
  adoptionProperties,
  aliasEvents,
  correctedTime,
  countOccurrences,
  countUsers,
  dayIn,
  type FlowShape,
  type FlowSummary,
  type FoldedFlowRun,
  findOccurrences,
  flowShapes,
  foldBreakdown,
  foldFlowRuns,
  foldFunnel,
  foldInvocation,
  foldSummary,
  foldTotals,
  type InvocationEvents,
  type InvocationSummary,
  isListed,
  nameTool,
  type Outcome,
  orderEvents,
  outcomes,
  quantile,
  type RecordedEvent,
  share,
  soleTool,
  stitchIdentities,
  toFlowRun,
} from '@sonde/analytics';
import { arrivedEvents, generatedCatalogs, generatedNow } from '@sonde/analytics/testing';
import type { CatalogJson } from '@sonde/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from './port.js';
import { queries } from './queries.js';
import type { ScopeFilters } from './sql/scope.js';
import { expectFlowTimes } from './testing/expect-flow-times.js';
import { expectFreeFunnels } from './testing/expect-free-funnels.js';
import { expectReports } from './testing/expect-reports.js';
import { type AllInvocations, foldAdoption, foldRetention } from './testing/fold-people.js';

type Shapes = ReadonlyMap<string, FlowShape>;

const day = 86_400_000;
let projects = 0;

const emptyCatalog: Omit<CatalogJson, 'tool' | 'flows'> = {
  ...{ format: 1, consent_version: 1, invocation_properties: {}, events: [] },
};

const range = {
  from: new Date(generatedNow - 2 * day).toISOString(),
  to: new Date(generatedNow + 2 * day).toISOString(),
};

const filters = fc.constantFrom<ScopeFilters>(
  {},
  {},
  {},
  {},
  { version: ['1.10.0', 'main'] },
  { version: [], command: ['tool list'] },
  { command: ['tool create', "'); DROP TABLE sonde.events --"] },
  { ci_name: ['github'] },
  { tool: ['tool'] },
  { tool: ['other', ''] },
  { is_ci: false },
  { is_ci: true, is_interactive: false },
);

type Scope = typeof range & ScopeFilters;
const scopes: fc.Arbitrary<Scope> = filters.map((filter) => ({ ...range, ...filter }));

/** Results of the pure folds for a scope. */
function expectations(events: readonly RecordedEvent[], scope: Scope, shapes: Shapes) {
  const from = Date.parse(scope.from);
  const to = Date.parse(scope.to);
  const identities = stitchIdentities(
    events.map((event) => ({
      ...event,
      first_time: correctedTime(event),
      is_alias: aliasEvents.includes(event.event),
    })),
  );
  const summaries: InvocationSummary[] = [];
  for (const id of new Set(events.map(({ invocation_id }) => invocation_id))) {
    const own = events.filter(({ invocation_id }) => invocation_id === id);
    if (!passes(own[0] as RecordedEvent, scope)) continue;
    const summary = foldSummary(own, identities);
    const started = Date.parse(summary.started_at);
    if (started >= from && started < to) summaries.push(summary);
  }
  const began = ({ invocation_id }: FoldedFlowRun) =>
    events.find((event) => event.invocation_id === invocation_id) as RecordedEvent;
  const runs = foldFlowRuns(events, shapes).filter(
    (run) => run.corrected_start >= from && run.corrected_start < to && passes(began(run), scope),
  );
  return { summaries, runs };
}

function passes({ tool, properties }: RecordedEvent, scope: Scope): boolean {
  const lists = ['version', 'command', 'ci_name'] as const;
  const flags = ['is_ci', 'is_interactive'] as const;
  return (
    (!scope.tool?.length || scope.tool.includes(tool)) &&
    lists.every((name) => {
      const wanted = scope[name];
      return !wanted?.length || wanted.includes(properties[name] as string);
    }) &&
    flags.every((name) => scope[name] === undefined || properties[name] === scope[name])
  );
}

/** In each of these zones, a day of the generated events begins at an odd time or is not 24 hours. */
const shiftedDays: readonly (readonly [zone: string, noon: string])[] = [
  ['UTC', '2026-05-20T12:00:00Z'],
  ['Europe/Berlin', '2026-10-25T12:00:00Z'],
  ['Europe/Berlin', '2026-03-29T12:00:00Z'],
  ['America/St_Johns', '2026-11-01T12:00:00Z'],
  ['Asia/Kathmandu', '2026-05-20T12:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-04T01:00:00Z'],
  ['Africa/Cairo', '2026-04-24T12:00:00Z'],
];

function shift(events: readonly RecordedEvent[], ms: number): RecordedEvent[] {
  return events.map((event) => ({
    ...event,
    timestamp: event.timestamp + ms,
    sent_at: event.sent_at === null ? null : event.sent_at + ms,
    received_at: event.received_at + ms,
  }));
}

/** The totals of each day of a zone that has invocations. */
function foldDays(summaries: readonly InvocationSummary[], zone: string) {
  const days = summaries.map(({ started_at }) => dayIn(zone, Date.parse(started_at)));
  return [...new Set(days)].sort().map((date) => ({
    date,
    ...foldTotals(summaries.filter((_, i) => days[i] === date)),
  }));
}

function foldAll(events: readonly RecordedEvent[]): AllInvocations<Scope> {
  const always = { from: '1970-01-01T00:00:00.000Z', to: '2200-01-01T00:00:00.000Z' };
  const { summaries } = expectations(events, always, new Map());
  const eventOf = ({ invocation_id }: InvocationSummary) =>
    events.find((event) => event.invocation_id === invocation_id) as RecordedEvent;
  return {
    events,
    summaries,
    matches: (summary, scope) => passes(eventOf(summary), scope),
  };
}

/** Grouped by tool, newest first: all generated versions, in their order. */
function countVersions(summaries: readonly InvocationSummary[]) {
  return ['', 'other', 'tool'].flatMap((tool) =>
    ['1.10.0', '1.9.0', 'main'].flatMap((version) => {
      const own = summaries.filter((one) => one.tool === tool && one.version === version);
      return own.length === 0 ? [] : [[tool, version, own.length]];
    }),
  );
}

function foldFlows(runs: readonly FoldedFlowRun[], shapes: Shapes, scope: Scope): FlowSummary[] {
  return [...shapes.values()].flatMap((shape) => {
    const { name, title, declaration, tools } = shape;
    const own = runs.filter(({ flow }) => flow === name);
    if (own.length === 0 && !isListed(shape, scope.tool ?? [])) return [];
    const counts = outcomes.map(
      (outcome) => [outcome, own.filter((run) => run.outcome === outcome).length] as const,
    );
    const completed = own.filter(({ outcome }) => outcome === 'completed');
    return {
      flow: name,
      title,
      declared: declaration === 'now',
      declaration,
      tools: [...tools],
      runs: own.length,
      outcomes: Object.fromEntries(counts) as Record<Outcome, number>,
      conversion: share(completed.length, own.length),
      duration_p50_ms: quantile(
        completed.flatMap(({ duration_ms }) => duration_ms ?? []),
        0.5,
      ),
    };
  });
}

/** Both interpolate, with a different order of operations. */
function areSameButForRounding(a: unknown, b: unknown): boolean | undefined {
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  return Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}
expect.addEqualityTesters([areSameButForRounding]);

/** At least as many parts: a repeat within one batch would not be written. */
function split(events: readonly RecordedEvent[], parts: number): RecordedEvent[][] {
  const batches: RecordedEvent[][] = Array.from({ length: parts }, () => []);
  events.forEach((event, i) => {
    let at = i % parts;
    while (batches[at]?.some(({ insert_id }) => insert_id === event.insert_id)) at += 1;
    batches[at] ??= [];
    batches[at]?.push(event);
  });
  return batches;
}

/**
 * @param tools Tools whose catalogs the project has.
 * @param folds Whether the derived tables are brought up to date after each batch.
 */
async function load(
  store: Store,
  events: readonly RecordedEvent[],
  { parts, tools, folds }: { parts: number; tools: readonly string[]; folds: readonly boolean[] },
): Promise<string> {
  projects += 1;
  const project = `project-${projects}`;
  const ages = ['no_longer', 'now', 'not_yet'];
  const catalogs = [...generatedCatalogs].sort((a, b) => ages.indexOf(a.age) - ages.indexOf(b.age));
  for (const [i, { tool, flows, versions }] of catalogs.entries()) {
    if (!tools.includes(tool)) continue;
    await store.putCatalog(project, `hash-${i}`, { ...emptyCatalog, tool, flows: [...flows] });
    for (const version of versions) {
      await store.noteCatalogUse({ project, hash: `hash-${i}`, version, last_seen: 1 });
    }
    // The next catalog must be newer.
    await delay(2);
  }
  for (const [i, part] of split(events, parts).entries()) {
    const stored = part.map((event) => ({
      ...event,
      project,
      project_id: '',
      doubtful_time: false,
      undeclared: '',
    }));
    await store.append({ events: stored, quarantined: [] });
    if (folds[i] === true) await store.derived.fold();
  }
  return project;
}

/** The invocations of a scope with their events. */
function countedEvents(
  events: readonly RecordedEvent[],
  summaries: readonly InvocationSummary[],
): InvocationEvents[] {
  return summaries.map((summary) => ({
    summary,
    events: events.filter(({ invocation_id }) => invocation_id === summary.invocation_id),
  }));
}

const breakdowns: readonly (readonly [event: string, property: string])[] = [
  ...(['plan', 'a:b', 'flags', 'nothing'] as const).map(
    (name) => ['Something Else', name] as const,
  ),
  ...(['version', 'duration_ms', 'succeeded', 'exit_code'] as const).map(
    (name) => ['Command Completed', name] as const,
  ),
  ['CLI Create Failed', 'step'],
];

/** Compares the queries of events, and the list behind each of their numbers, with the folds. */
async function compareEvents(
  store: Store,
  scope: Scope & { project: string },
  invocations: readonly InvocationEvents[],
  brokenDown: readonly (readonly [event: string, property: string])[],
): Promise<void> {
  const names = new Set(invocations.flatMap(({ events }) => events.map(({ event }) => event)));
  const { events: listed } = await store.query(queries.events, scope);
  expect(
    new Map(
      listed
        .filter(({ events }) => events > 0)
        .map(({ event, events, invocations, users, series }) => [
          event,
          [{ events, invocations, users }, series.reduce((sum, one) => sum + one, 0)],
        ]),
    ),
  ).toEqual(
    new Map(
      [...names].map((name) => {
        const totals = countOccurrences(findOccurrences(invocations, name));
        return [name, [totals, totals.events]];
      }),
    ),
  );
  for (const [event, property] of brokenDown) {
    const fold = foldBreakdown(invocations, event, property);
    const input = { ...scope, event, property };
    const breakdown = await store.query(queries.eventBreakdown, input);
    expect(breakdown).toEqual(fold);
    const { totals } = await store.query(queries.event, { ...scope, event });
    expect(totals).toEqual(fold.totals);
    const { values, other, missing, numbers } = breakdown;
    for (const row of [...values.slice(0, 3), other, missing, ...(numbers?.bins ?? []).slice(-2)]) {
      if (row === null) continue;
      const { total, people, matching_events } = await store.query(queries.invocations, {
        ...{ ...scope, event, property: [row.condition], limit: 1, count_people: true },
      });
      expect([row.condition, total, people, matching_events]).toEqual([
        ...[row.condition, row.invocations, row.users, row.events],
      ]);
    }
  }
}

/** Options of the store: repeats must reach the tables, and only the test folds. */
const options = { rememberedEvents: 0, commitIntervalMs: 0, deriveIntervalMs: 3_600_000 };

/**
 * Compares the queries of a new store with the pure folds.
 *
 * @param runs How many random arrivals are tried.
 */
export function describeAgreement(
  name: string,
  runs: number,
  open: (more: typeof options) => Promise<Store>,
): void {
  describe(name, () => {
    let store: Store;

    beforeAll(async () => {
      store = await open(options);
    });
    afterAll(() => store.close());

    it('gives the same results as the folds, in any order of arrival', async () => {
      const arrivals = fc.record({
        events: arrivedEvents.filter((events) => events.length > 0),
        parts: fc.integer({ min: 1, max: 4 }),
        folds: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        scope: scopes,
        listedFlow: fc.constantFrom(
          'create',
          'create',
          'auth',
          'setup',
          'legacy',
          'beta',
          'mystery',
        ),
        brokenDown: fc.shuffledSubarray([...breakdowns], { minLength: 2, maxLength: 2 }),
        tools: fc.constantFrom<string[]>(['tool', 'other'], ['tool', 'other'], ['tool']),
      });
      await fc.assert(
        fc.asyncProperty(
          arrivals,
          async ({ parts, folds, scope, listedFlow, brokenDown, tools, ...arrived }) => {
            const project = await load(store, arrived.events, { parts, tools, folds });
            const events = nameTool(arrived.events, soleTool(tools));
            const catalogs = generatedCatalogs.filter(({ tool }) => tools.includes(tool));
            const shapesFor = (input: readonly string[] = []) =>
              flowShapes(catalogs, events, input);
            const shapes = shapesFor(scope.tool);
            const { summaries, runs } = expectations(events, scope, shapes);

            const overview = await store.query(queries.overview, { project, ...scope });
            expect(overview.totals).toEqual(foldTotals(summaries));
            expect(overview.series.reduce((sum, point) => sum + point.invocations, 0)).toBe(
              summaries.length,
            );

            expect(
              overview.versions.map(({ tool, version, invocations }) => [
                tool,
                version,
                invocations,
              ]),
            ).toEqual(countVersions(summaries));

            const before = Date.parse(scope.to) - Date.parse(scope.from);
            const earlier = new Date(Date.parse(scope.from) - before).toISOString();
            const at = (other: Scope) => expectations(events, other, shapes).summaries;
            const all = at({ from: '1970-01-01T00:00:00.000Z', to: '2200-01-01T00:00:00.000Z' });
            await expectReports(
              store,
              { project, ...scope },
              {
                current: summaries,
                previous: at({ ...scope, from: earlier, to: scope.from }),
                all,
              },
            );

            expect(await store.query(queries.flows, { project, ...scope })).toEqual({
              flows: foldFlows(runs, shapes, scope),
            });
            for (const shape of shapes.values()) {
              const own = runs.filter(({ flow }) => flow === shape.name);
              const funnel = await store.query(queries.funnel, {
                project,
                ...scope,
                flow: shape.name,
              });
              expect(funnel).toEqual(foldFunnel(own, shape));
              if (shape.name !== listedFlow) continue;
              await expectFlowTimes(store, { project, ...scope }, own, shape);
              for (const stage of funnel.stages) {
                const page = { limit: 1, count_people: true };
                const reached = { flow: shape.name, flow_reached: stage.id };
                const stopped = { flow: shape.name, flow_stopped_at: stage.id };
                const list = await store.query(queries.invocations, {
                  project,
                  ...scope,
                  ...reached,
                  ...page,
                });
                expect(list.flow_runs).toBe(stage.reached);
                if (stage.id === 'started') {
                  const ids = new Set(own.map(({ invocation_id }) => invocation_id));
                  const its = all.filter(({ invocation_id }) => ids.has(invocation_id));
                  expect(list.people).toBe(countUsers(its));
                }
                expect(
                  (
                    await store.query(queries.invocations, {
                      project,
                      ...scope,
                      ...stopped,
                      ...page,
                    })
                  ).flow_runs,
                ).toBe(stage.stopped.total);
              }
            }

            const listed = await store.query(queries.invocations, {
              project,
              ...scope,
              limit: 100,
              count_people: true,
            });
            expect(listed.people).toBe(countUsers(summaries));
            const byId = (a: InvocationSummary, b: InvocationSummary) =>
              a.invocation_id < b.invocation_id ? -1 : 1;
            expect([...listed.invocations].sort(byId)).toEqual([...summaries].sort(byId));
            const times = listed.invocations.map(({ started_at }) => started_at);
            expect(times).toEqual([...times].sort().reverse());

            const counted = countedEvents(events, summaries);
            await expectFreeFunnels(
              store,
              { project, ...scope },
              summaries.map((summary) => ({
                summary,
                events: events.filter((e) => e.invocation_id === summary.invocation_id),
              })),
            );
            await compareEvents(store, { project, ...scope }, counted, brokenDown);

            for (const summary of summaries.slice(0, 2)) {
              const detail = await store.query(queries.invocation, {
                project,
                invocation_id: summary.invocation_id,
              });
              expect(detail.summary).toEqual(summary);
              const own = events.filter((e) => e.invocation_id === summary.invocation_id);
              const ids = (these: readonly { insert_id: string }[]) =>
                these.map((e) => e.insert_id);
              expect(ids(detail.events)).toEqual(ids(orderEvents(own)));
              const elsewhere = events.filter((e) => e.invocation_id !== summary.invocation_id);
              const itsShapes = shapesFor([summary.tool]);
              expect(detail.flow_runs).toEqual(
                foldInvocation(own, itsShapes, elsewhere).map(toFlowRun),
              );
            }

            const exported: string[] = [];
            for await (const { insert_id } of store.exportEvents(project, {}))
              exported.push(insert_id);
            expect(exported.sort()).toEqual([...new Set(events.map((e) => e.insert_id))].sort());
          },
        ),
        // Shrinking a failure takes minutes here; the seed is printed.
        { numRuns: runs, endOnFailure: true },
      );
    });

    it('counts the days of a time zone as the fold does', async () => {
      const arrivals = fc.record({
        events: arrivedEvents.filter((events) => events.length > 0),
        fold: fc.boolean(),
        shifted: fc.constantFrom(...shiftedDays),
      });
      await fc.assert(
        fc.asyncProperty(arrivals, async ({ events: generated, fold, shifted: [zone, noon] }) => {
          const middle = Date.parse(noon);
          const events = shift(generated, middle - generatedNow);
          const project = await load(store, events, { parts: 1, tools: [], folds: [fold] });
          const scope = {
            from: new Date(middle - 3 * day).toISOString(),
            to: new Date(middle + 3 * day).toISOString(),
          };
          const { summaries } = expectations(events, scope, new Map());
          const { series } = await store.query(queries.overview, { project, ...scope, zone });
          const counted = series.filter(({ invocations }) => invocations > 0);
          expect(
            counted.map(({ time, ...totals }) => ({
              date: dayIn(zone, Date.parse(time)),
              ...totals,
            })),
          ).toEqual(foldDays(summaries, zone));
          expect(series.length).toBe(7);
        }),
        { numRuns: Math.ceil(runs / 2), endOnFailure: true },
      );
    });

    it('counts adoption and retention as the folds do', async () => {
      const arrivals = fc.record({
        events: arrivedEvents.filter((events) => events.length > 0),
        fold: fc.boolean(),
        shifted: fc.constantFrom(...shiftedDays),
        days: fc.constantFrom(3, 3, 25),
        filter: filters,
        by: fc.constantFrom('version' as const, 'actor' as const, undefined),
        property: fc.constantFrom(...adoptionProperties),
        cell: fc.nat(),
      });
      await fc.assert(
        fc.asyncProperty(arrivals, async ({ fold, shifted: [zone, noon], filter, ...arrived }) => {
          const middle = Date.parse(noon);
          const events = shift(arrived.events, middle - generatedNow);
          const project = await load(store, events, { parts: 2, tools: [], folds: [true, fold] });
          const all = foldAll(events);
          const scope = {
            ...filter,
            from: new Date(middle - arrived.days * day).toISOString(),
            to: new Date(middle + 3 * day).toISOString(),
          };
          const input = { project, ...scope, zone };
          for (const property of ['version', arrived.property] as const) {
            expect(await store.query(queries.adoption, { ...input, property })).toEqual(
              foldAdoption(all, scope, zone, property),
            );
          }
          const { by } = arrived;
          const retained = await store.query(queries.retention, {
            ...input,
            ...(by !== undefined && { by }),
          });
          expect(retained).toEqual(foldRetention(all, scope, zone, by));

          const cells = retained.groups.flatMap((group) =>
            group.cohorts.flatMap(({ weeks, week }, cohort) =>
              weeks.map(({ people }, offset) => ({ group, week, cohort, offset, people })),
            ),
          );
          const cell = cells[arrived.cell % Math.max(1, cells.length)];
          if (cell === undefined) return;
          const ends = [...retained.weeks.slice(1), retained.until];
          const list = await store.query(queries.invocations, {
            ...filter,
            project,
            limit: 1,
            from: retained.weeks[cell.cohort + cell.offset] as string,
            to: ends[cell.cohort + cell.offset] as string,
            first_from: cell.week,
            first_to: ends[cell.cohort] as string,
            ...(by === 'version' && {
              first_version: cell.group.name ?? '',
              first_tool: cell.group.tool ?? '',
            }),
            ...(by === 'actor' && { first_actor: cell.group.name as 'person' }),
          });
          expect(list.people).toBe(cell.people);
        }),
        { numRuns: runs, endOnFailure: true },
      );
    });
  });
}
