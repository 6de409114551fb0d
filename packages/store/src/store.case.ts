import { inspect } from 'node:util';
import type { InvocationPage } from '@sonde/analytics';
import type { CatalogJson, Json, Properties } from '@sonde/protocol';
import { shareOf } from '@sonde/test-share';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeCalendar } from './calendar.case.js';
import { describeDataLife } from './data-life.case.js';
import { describeFlowComparison } from './flow-comparison.case.js';
import { describeForwarding } from './forwarding/forwarding.case.js';
import { describeFreeFunnelComparison } from './free-funnel-comparison.case.js';
import { describeInvocations } from './invocations.case.js';
import { describePeopleOverTime } from './people-over-time.case.js';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { describeReleases } from './releases.case.js';
import { describeReports } from './reports.case.js';
import { describeSqlQueries } from './sql-queries/sql-queries.case.js';
import { describeTeamRecords } from './team-records.case.js';
import { collect, createStoredEvent, now } from './testing/stored-events.js';

const scope = {
  from: new Date(now - 86_400_000).toISOString(),
  to: new Date(now + 86_400_000).toISOString(),
};

const byInstallation = { requestedBy: 'installation', refusesLater: true };

const key = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom(
    ...['toString', 'hasOwnProperty', 'valueOf', 'step', 'flags', 'sequence', 'invocation_id'],
    ...['exit_code', 'duration_ms', 'succeeded', 'is_ci', 'version', "it's", '{x:String}', '\\N'],
  ),
);

const value: fc.Arbitrary<Json> = fc
  .oneof(
    { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json> },
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom<Json>(
      '',
      '\\N',
      'NULL',
      '\u0000',
      '\ud800',
      '\t\n\\"\'',
      [],
      ['a', ''],
      {},
      null,
    ),
    fc.constantFrom<Json>(1, 'invocation', 2 ** 53 - 1, 1e300, 5e-324, 0.1 + 0.2),
  )
  .map((json) => JSON.parse(JSON.stringify(json)) as Json);

/** The suite that every implementation of the port passes. */
export function describeStore(
  name: string,
  open: (options: { rememberedEvents?: number }) => Promise<Store>,
): void {
  describe(name, () => {
    let store: Store;
    let projects = 0;
    const newProject = () => `case-${++projects}`;

    beforeAll(async () => {
      store = await open({});
    });
    afterAll(() => store.close());

    const exported = (project: string) => collect(store.exportEvents(project, {}));

    it('returns what was stored', async () => {
      const project = newProject();
      const event = createStoredEvent({
        project,
        user_id: 'user',
        distinct_id: 'somebody else',
        flow: 'create',
        flow_run_id: 'run',
        tool: 'tool',
        properties: { command: 'tool x', ci_name: null, nested: { a: [1, 'zwei'] } },
      });
      await store.append({ events: [event], quarantined: [] });
      expect(await exported(project)).toEqual([
        {
          event: 'Command Invoked',
          distinct_id: 'somebody else',
          insert_id: 'invocation-1',
          timestamp: '2026-05-20T12:00:00.001Z',
          sent_at: '2026-05-20T12:00:01.000Z',
          received_at: '2026-05-20T12:00:01.500Z',
          anonymous_id: 'anonymous',
          user_id: 'user',
          project_id: null,
          invocation_id: 'invocation',
          sequence: 1,
          flow: 'create',
          flow_run_id: 'run',
          tool: 'tool',
          doubtful_time: false,
          properties: { command: 'tool x', ci_name: null, nested: { a: [1, 'zwei'] } },
        },
      ]);
    });

    it('deletes the events of an id for good, and no others', async () => {
      const project = newProject();
      const other = newProject();
      const mine = [1, 2, 3].map((sequence) =>
        createStoredEvent({ project, sequence, anonymous_id: "mine'", user_id: 'user' }),
      );
      const theirs = createStoredEvent({
        project,
        invocation_id: 'theirs',
        anonymous_id: 'theirs',
      });
      const elsewhere = createStoredEvent({ project: other, anonymous_id: "mine'" });
      const aside = {
        ...{ project, index: 0, insert_id: 'aside', code: 'event_field_invalid' as const },
        ...{ field: null, message: 'no', received_at: now },
      };
      const quarantined = ["mine'", 'theirs'].map((anonymous_id) => ({
        ...aside,
        body: { anonymous_id },
      }));
      await store.append({ events: [...mine, theirs, elsewhere], quarantined });
      const mineDeleted = await store.life.deletePerson(
        project,
        { anonymous_id: "mine'" },
        byInstallation,
      );
      expect(mineDeleted).toMatchObject({ events: 3, quarantined: 1 });
      expect((await exported(project)).map((event) => event.anonymous_id)).toEqual(['theirs']);
      expect(await exported(other)).toHaveLength(1);
      const day = { from: scope.from, to: scope.to };
      expect((await store.query(queries.quarantine, { project, ...day })).events).toBe(1);
      expect(await store.append({ events: mine, quarantined })).toEqual({
        accepted: 0,
        duplicates: 3,
      });
      expect(await exported(project)).toHaveLength(1);
      expect((await store.query(queries.quarantine, { project, ...day })).events).toBe(1);
      const again = await store.life.deletePerson(
        project,
        { anonymous_id: "mine'" },
        byInstallation,
      );
      expect(again).toMatchObject({ events: 0, quarantined: 0 });
    });

    it('deletes events that are being committed', async () => {
      const project = newProject();
      const events = [1, 2].map((sequence) => createStoredEvent({ project, sequence }));
      const appended = store.append({ events, quarantined: [] });
      const erase = () =>
        store.life.deletePerson(project, { anonymous_id: 'anonymous' }, byInstallation);
      const deleted = Promise.all([erase(), erase()]);
      expect((await appended).accepted).toBe(2);
      // Requested twice, deleted once.
      const [first, second] = await deleted;
      expect([first.events, first.id]).toEqual([2, second.id]);
      expect(await exported(project)).toEqual([]);
    });

    it('keeps any properties exactly', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.dictionary(key, value, { maxKeys: 8, noNullPrototype: true }), {
            minLength: 1,
            maxLength: 30,
          }),
          async (all) => {
            const project = newProject();
            const events = all.map((properties, i) =>
              createStoredEvent({ project, sequence: i, properties: properties as Properties }),
            );
            await store.append({ events, quarantined: [] });
            const back = await exported(project);
            const properties = back
              .sort((a, b) => a.sequence - b.sequence)
              .map((event) => event.properties);
            expect(properties).toEqual(all);
          },
        ),
        { numRuns: shareOf(40, 10) },
      );
    });

    it('keeps a property named __proto__ as a property', async () => {
      const project = newProject();
      const properties = JSON.parse('{"__proto__": {"polluted": true}, "step": 3}') as Properties;
      await store.append({ events: [createStoredEvent({ project, properties })], quarantined: [] });
      const [event] = await exported(project);
      expect(JSON.stringify(event?.properties)).toBe('{"__proto__":{"polluted":true},"step":3}');
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    });

    it('keeps times from 2000 to 2100, in one batch', async () => {
      const project = newProject();
      const years = Array.from({ length: 100 }, (_, i) => 2000 + i);
      const events = years.map((year, i) =>
        createStoredEvent({
          project,
          sequence: i,
          timestamp: Date.UTC(year, i % 12, 3),
          sent_at: null,
        }),
      );
      expect(await store.append({ events, quarantined: [] })).toEqual({
        accepted: 100,
        duplicates: 0,
      });
      const back = await exported(project);
      expect(back.map(({ timestamp }) => Number(timestamp.slice(0, 4)))).toEqual(years);
    });

    it('recognises repeats within a batch, across batches and while they are being committed', async () => {
      const project = newProject();
      const one = createStoredEvent({ project, sequence: 1 });
      const two = createStoredEvent({ project, sequence: 2 });
      const later = { ...one, received_at: one.received_at + 5000 };
      expect(await store.append({ events: [one, one], quarantined: [] })).toEqual({
        accepted: 1,
        duplicates: 1,
      });
      const answers = await Promise.all([
        store.append({ events: [later, two], quarantined: [] }),
        store.append({ events: [two], quarantined: [] }),
      ]);
      expect(answers).toEqual([
        { accepted: 1, duplicates: 1 },
        { accepted: 0, duplicates: 1 },
      ]);
      expect((await exported(project)).map(({ sequence }) => sequence)).toEqual([1, 2]);
      expect(store.pendingEvents).toBe(0);
    });

    it('commits many batches together, with a result for each', async () => {
      const project = newProject();
      const batches = Array.from({ length: 60 }, (_, i) =>
        [1, 2, 3].map((sequence) =>
          createStoredEvent({ project, invocation_id: `i${i}`, sequence }),
        ),
      );
      const pending = batches.map((events) => store.append({ events, quarantined: [] }));
      expect(store.pendingEvents).toBe(180);
      const answers = await Promise.all(pending);
      expect(answers.every(({ accepted }) => accepted === 3)).toBe(true);
      const { total, invocations } = await store.query(queries.invocations, {
        project,
        ...scope,
        limit: 7,
      });
      expect([total, invocations.length]).toEqual([60, 7]);
    });

    it('rejects a batch that cannot be stored without holding up others', async () => {
      const project = newProject();
      const append = (sequence: number) =>
        store.append({ events: [createStoredEvent({ project, sequence })], quarantined: [] });
      const answers = await Promise.allSettled([append(1), append(-1), append(2)]);
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(inspect(answers[1])).not.toContain(project);
      expect((await exported(project)).map(({ sequence }) => sequence)).toEqual([1, 2]);
    });

    it('pages through invocations, newest first, each once', async () => {
      const project = newProject();
      const events = Array.from({ length: 23 }, (_, i) =>
        // Pairs begin at the same time.
        createStoredEvent({
          project,
          invocation_id: `i${i}`,
          timestamp: now + (i >> 1),
          sent_at: null,
        }),
      );
      await store.append({ events, quarantined: [] });
      const seen: string[] = [];
      const first = { project, ...scope, limit: 5 };
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const input = cursor === undefined ? first : { ...first, cursor };
        const page: InvocationPage = await store.query(queries.invocations, input);
        expect(page.total).toBe(23);
        seen.push(...page.invocations.map(({ invocation_id }) => invocation_id));
        cursor = page.next_cursor;
      }
      expect(seen).toHaveLength(23);
      expect(new Set(seen).size).toBe(23);
      expect(seen[0]).toBe('i22');
    });

    it('exports a range, oldest first', async () => {
      const project = newProject();
      const events = Array.from({ length: 50 }, (_, i) =>
        createStoredEvent({
          project,
          sequence: i,
          timestamp: now + ((i * 7) % 50) * 60_000,
          sent_at: null,
        }),
      );
      await store.append({ events, quarantined: [] });
      const from = new Date(now + 10 * 60_000).toISOString();
      const to = new Date(now + 20 * 60_000).toISOString();
      const part = await collect(store.exportEvents(project, { from, to }));
      const times = part.map(({ timestamp }) => timestamp);
      expect(times).toEqual(
        Array.from({ length: 10 }, (_, i) => new Date(now + (10 + i) * 60_000).toISOString()),
      );
      expect(await exported(project)).toHaveLength(50);
      expect(await store.countRows(project, { from, to })).toBe(10);
      expect(await store.countRows(project, {})).toBe(50);
    });

    it('keeps projects apart', async () => {
      const [mine, yours] = [newProject(), newProject()];
      await store.append({
        events: [createStoredEvent({ project: mine }), createStoredEvent({ project: yours })],
        quarantined: [],
      });
      expect(await exported(mine)).toHaveLength(1);
      expect(
        (await store.query(queries.overview, { project: yours, ...scope })).totals.invocations,
      ).toBe(1);
      await expect(
        store.query(queries.invocation, { project: newProject(), invocation_id: 'invocation' }),
      ).rejects.toMatchObject({
        code: 'invocation_not_found',
      });
    });

    it('answers queries about an empty project', async () => {
      const project = newProject();
      const overview = await store.query(queries.overview, { project, ...scope });
      expect(overview.totals.invocations).toBe(0);
      expect(overview.previous).toBeNull();
      expect(overview.series).toHaveLength(48);
      expect(await store.query(queries.flows, { project, ...scope })).toEqual({ flows: [] });
      expect((await store.query(queries.filterValues, { project, ...scope })).filters).toHaveLength(
        9,
      );
      await expect(
        store.query(queries.funnel, { project, ...scope, flow: 'create' }),
      ).rejects.toMatchObject({
        code: 'flow_not_found',
      });
      expect(await exported(project)).toEqual([]);
    });

    it('refuses parameters that mean nothing', async () => {
      const bad = { code: 'parameter_invalid' };
      await expect(
        store.query(queries.overview, { project: 'p', from: scope.to, to: scope.from }),
      ).rejects.toMatchObject(bad);
      await expect(
        store.query(queries.overview, { project: 'p', ...scope, from: 'x' }),
      ).rejects.toMatchObject(bad);
      const ask = (filter: object) =>
        store.query(queries.invocations, { project: 'p', ...scope, ...filter, limit: 1 });
      await expect(ask({ cursor: 'nonsense' })).rejects.toMatchObject(bad);
      await expect(ask({ flow_reason: 'cancelled' })).rejects.toMatchObject(bad);
      await expect(ask({ flow: 'none' })).rejects.toMatchObject({ code: 'flow_not_found' });
    });

    it('keeps catalogs and quarantined events', async () => {
      const project = newProject();
      const catalog: CatalogJson = {
        format: 1,
        tool: 'tool',
        consent_version: 1,
        invocation_properties: {},
        events: [],
        flows: [],
      };
      await store.putCatalog(project, 'one', catalog);
      await store.putCatalog(project, 'two', { ...catalog, consent_version: 2 });
      expect(await store.catalogTool(project, 'one')).toBe('tool');
      expect(await store.catalogTool(project, 'three')).toBeNull();
      await store.putCatalog(project, 'two', { ...catalog, consent_version: 2 });
      await store.putCatalog(project, 'other', { ...catalog, tool: 'other' });
      expect(await store.countCatalogs(project, catalog.tool)).toEqual({ ofTool: 2, ofProject: 3 });
      expect(await store.countCatalogs(project, 'none')).toEqual({ ofTool: 0, ofProject: 3 });
      expect(await store.countCatalogs('none', catalog.tool)).toEqual({ ofTool: 0, ofProject: 0 });
      const problem = {
        project,
        received_at: now,
        body: { event: 'x\u0000\ud800', list: [1] },
        index: 3,
        insert_id: 'i\ud800',
        code: 'event_field_invalid' as const,
        field: null,
        message: 'm',
      };
      const again = { ...problem, received_at: now + 1 };
      const other = { ...problem, insert_id: null, code: 'event_name_invalid' as const };
      for (const quarantined of [[problem], [again], [other]]) {
        expect(await store.append({ events: [], quarantined })).toEqual({
          accepted: 0,
          duplicates: 0,
        });
      }
      const report = await store.query(queries.quarantine, { project, ...scope });
      expect(report.events).toBe(2);
      expect(report.codes).toEqual([
        { code: 'event_field_invalid', events: 1 },
        { code: 'event_name_invalid', events: 1 },
      ]);
      expect(report.recent).toEqual(
        [other, problem].map(({ code, insert_id }) => ({
          received_at: new Date(now).toISOString(),
          insert_id: insert_id?.toWellFormed() ?? null,
          code,
          field: null,
          message: 'm',
        })),
      );
      expect(JSON.stringify(report)).not.toContain('list');
      const later = { from: new Date(now + 1).toISOString(), to: scope.to };
      expect(await store.query(queries.quarantine, { project, ...later })).toEqual({
        events: 0,
        codes: [],
        groups: [],
        recent: [],
      });
    });

    it('adds up losses of clients, counting a resent batch once', async () => {
      const project = newProject();
      const send = (batch_id: string, recorded: number, sent: number, dropped: object) => {
        const event = createStoredEvent({ project, invocation_id: batch_id });
        const loss = { project, batch_id, received_at: now, recorded, sent, dropped };
        return store.append({ events: [event], quarantined: [], loss });
      };
      await send('a', 3, 1, { age: 2 });
      await Promise.all([send('b', 2, 1, { size: 1, value: 4 }), send('c', 1, 1, {})]);
      // Its response was lost, and more was lost meanwhile.
      await send('a', 9, 4, { age: 2, size: 3 });
      expect(await store.query(queries.losses, { project, ...scope })).toEqual({
        batches: 3,
        recorded: 12,
        sent: 6,
        lost: 6,
        reasons: [
          { reason: 'size', events: 4 },
          { reason: 'age', events: 2 },
        ],
        refused_values: 4,
      });
      expect(await store.query(queries.losses, { project: newProject(), ...scope })).toMatchObject({
        batches: 0,
        reasons: [],
      });
    });

    it('keeps the largest counts of a loss report, resent in any order and month', async () => {
      const project = newProject();
      const append = (received_at: number, recorded: number, sent: number, dropped: object) => {
        const loss = { project, batch_id: 'account', received_at, recorded, sent, dropped };
        return store.append({ events: [], quarantined: [], loss });
      };
      const border = Date.UTC(2026, 3, 1);
      await append(border + 1, 16, 3, { age: 13 });
      // A delayed earlier report, and one without losses that were reported meanwhile.
      await append(border - 1, 8, 3, { age: 3, value: 2 });
      await append(border + 2, 6, 3, { age: 3 });
      const report = (from: number, to: number) =>
        store.query(queries.losses, {
          project,
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
        });
      expect(await report(border, border + 3)).toMatchObject({
        batches: 1,
        recorded: 16,
        sent: 3,
        lost: 13,
        refused_values: 2,
      });
      expect(await report(border - 1, border)).toMatchObject({ batches: 0, lost: 0 });
      const ever = { from: '1970-01-01T00:00:00.000Z', to: '2200-01-01T00:00:00.000Z' };
      expect(await store.query(queries.losses, { project, ...ever })).toMatchObject({
        batches: 1,
        lost: 13,
      });
    });

    describeTeamRecords(() => store);
    describeForwarding(() => store, newProject);
    describeInvocations(() => store, newProject);
    describeReleases(() => store, newProject);
    describeReports(() => store, newProject);
    describeSqlQueries(() => store, newProject);
    describeCalendar(() => store, newProject);
    describePeopleOverTime(() => store, newProject);
    describeFlowComparison(() => store, newProject);
    describeFreeFunnelComparison(() => store, newProject);

    it('is ready', async () => {
      await store.check();
    });
  });
  describeDataLife(name, () => open({ rememberedEvents: 0 }));
}
