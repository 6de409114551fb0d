import { inspect } from 'node:util';
import type { InvocationPage } from '@sonde/analytics';
import type { CatalogJson, FlowDeclaration, Json, Properties } from '@sonde/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeCalendar } from './calendar.case.js';
import { describeDataLife } from './data-life.case.js';
import { describeFlowComparison } from './flow-comparison.case.js';
import { describeForwarding } from './forwarding/forwarding.case.js';
import { describePeopleOverTime } from './people-over-time.case.js';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { describeReports } from './reports.case.js';
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

    it('counts refused arguments as no invocation', async () => {
      const project = newProject();
      const properties = { command: 'lantern', version: '1.0.0', cli_context: 'human' };
      const ran = createStoredEvent({ project, tool: 'lantern', properties });
      const rejected = createStoredEvent({
        ...{ project, tool: 'lantern', event: 'Command Rejected', invocation_id: 'rejected' },
        ...{ anonymous_id: 'somebody', distinct_id: 'somebody' },
        properties: { ...properties, kind: 'unknown_command', nearest: 'list' },
      });
      await store.append({ events: [ran, rejected], quarantined: [] });
      const input = { project, from: scope.from, to: scope.to };
      const { totals, commands, versions } = await store.query(queries.overview, input);
      expect(totals).toMatchObject({ invocations: 1, users: 1 });
      expect(commands).toMatchObject([{ invocations: 1 }]);
      expect(versions).toMatchObject([{ invocations: 1 }]);
      expect((await store.query(queries.invocations, input)).total).toBe(1);
      const { filters } = await store.query(queries.filterValues, input);
      expect(
        filters.flatMap(({ values }) => values).every((value) => value.invocations === 1),
      ).toBe(true);
      expect((await exported(project)).map(({ event }) => event).sort()).toEqual([
        'Command Invoked',
        'Command Rejected',
      ]);
    });

    it('counts refused arguments by command, kind and what they are like', async () => {
      const project = newProject();
      const reject = (
        invocation_id: string,
        kind: string,
        properties: Record<string, unknown> = {},
      ) =>
        createStoredEvent({
          ...{ project, tool: 'lantern', event: 'Command Rejected', invocation_id },
          properties: {
            command: 'lantern',
            version: '1.0.0',
            kind,
            nearest: 'none',
            ...properties,
          },
        });
      const typed = { nearest: 'list', cli_context: 'agent:codex' };
      const events = [
        reject('one', 'unknown_command', typed),
        reject('two', 'unknown_command', typed),
        reject('three', 'unknown_flag', { command: 'lantern list' }),
      ];
      // Sent twice.
      for (let time = 0; time < 2; time += 1) await store.append({ events, quarantined: [] });
      const input = { project, from: scope.from, to: scope.to };
      const { runs, reasons } = await store.query(queries.rejections, input);
      expect(runs).toBe(3);
      expect(reasons).toMatchObject([
        { tool: 'lantern', command: 'lantern', kind: 'unknown_command', nearest: 'list', runs: 2 },
        { command: 'lantern list', kind: 'unknown_flag', nearest: 'none', runs: 1 },
      ]);
      expect(['one', 'two']).toContain(reasons[0]?.last_invocation_id);
      expect(reasons[1]).toMatchObject({ last_invocation_id: 'three' });
      const ofAgents = { ...input, cli_context: ['agent:codex'] };
      expect((await store.query(queries.rejections, ofAgents)).runs).toBe(2);
      const before = { ...input, from: '2001-01-01T00:00:00Z', to: '2001-01-02T00:00:00Z' };
      expect(await store.query(queries.rejections, before)).toEqual({ runs: 0, reasons: [] });
    });

    it('finds the first of what a new project waits for', async () => {
      const project = newProject();
      const read = () => store.query(queries.firstSteps, { project });
      const none = { invocation: null, flow: null, failure: null, agent: null };
      expect(await read()).toEqual({ ...none, has_catalog: false });
      const time = (minutes: number) => now + minutes * 60_000;
      const at = (minutes: number) => new Date(time(minutes)).toISOString();
      const send = (invocation_id: string, minutes: number, more: object, properties = {}) =>
        store.append({
          events: [
            createStoredEvent({
              ...{ project, invocation_id, event: 'Command Completed', timestamp: time(minutes) },
              ...{ sent_at: time(9), received_at: time(9), ...more },
              properties: { command: 'lantern', succeeded: true, ...properties },
            }),
          ],
          quarantined: [],
        });
      await send('later', 2, {});
      await send('first', 1, {});
      const invocation = { invocation_id: 'first', time: at(1) };
      expect(await read()).toEqual({ ...none, invocation, has_catalog: false });
      await send('failed', 3, {}, { succeeded: false });
      await send('by agent', 4, {}, { cli_context: 'agent:codex' });
      await send('no agent', 3, {}, { cli_context: 'agent:unknown' });
      await send('in flow', 5, { event: 'Lantern Deploy Started', flow: 'deploy' });
      await store.putCatalog(project, 'hash', { tool: 'lantern' } as CatalogJson);
      expect(await read()).toEqual({
        invocation,
        failure: { invocation_id: 'failed', time: at(3) },
        agent: { invocation_id: 'by agent', time: at(4) },
        flow: { invocation_id: 'in flow', time: at(5) },
        has_catalog: true,
      });
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
        { numRuns: 40 },
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

    it('shows an invocation with its gaps, its runs and its base properties', async () => {
      const project = newProject();
      const base = { command: 'tool create', version: '1.2.0', invocation_id: 'one' };
      const flow = { flow: 'create', flow_run_id: 'run' };
      await store.append({
        events: [
          createStoredEvent({
            project,
            invocation_id: 'one',
            sequence: 2,
            properties: { ...base, plan: 'pro', sequence: 2 },
          }),
          createStoredEvent({
            project,
            invocation_id: 'one',
            sequence: 5,
            event: 'CLI Create Started',
            ...flow,
          }),
          createStoredEvent({
            project,
            invocation_id: 'one',
            sequence: 6,
            event: 'CLI Create Completed',
            ...flow,
          }),
        ],
        quarantined: [],
      });
      const detail = await store.query(queries.invocation, { project, invocation_id: 'one' });
      expect(detail.gaps).toEqual([
        { after: 0, missing: 1 },
        { after: 2, missing: 2 },
      ]);
      expect(detail.summary).toMatchObject({
        status: 'running',
        events: 3,
        missing: 3,
        person: 'anonymous',
      });
      expect(detail.base).toEqual(base);
      expect(detail.events.map(({ role }) => role)).toEqual([null, 'started', 'completed']);
      expect(detail.flow_runs).toMatchObject([{ outcome: 'completed', duration_ms: 1 }]);
      expect(detail.events[0]?.raw).toEqual((await exported(project))[0]);
    });

    it('counts an invocation only in the range where it began, however long it ran', async () => {
      const project = newProject();
      const dayMs = 86_400_000;
      const flow = { flow: 'create', flow_run_id: 'run' };
      const ask = async (from: number, to: number) => {
        const days = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
        const [{ totals }, page, { flows }, { filters }] = await Promise.all([
          store.query(queries.overview, { project, ...days }),
          store.query(queries.invocations, { project, ...days, limit: 9 }),
          store.query(queries.flows, { project, ...days }),
          store.query(queries.filterValues, { project, ...days }),
        ]);
        const { stages } = await store.query(queries.funnel, { project, ...days, flow: 'create' });
        const ofFlow = { flow: 'create', flow_outcome: 'completed' as const };
        const runs = await store.query(queries.invocations, {
          project,
          ...days,
          ...ofFlow,
          limit: 9,
        });
        return {
          overview: [totals.invocations, totals.succeeded],
          list: page.invocations.map(({ status, events }) => [status, events]),
          flows: flows.map(({ outcomes }) => outcomes.completed),
          stages: stages.map(({ reached }) => reached),
          runs: [runs.total, runs.flow_runs],
          versions: filters.find(({ name }) => name === 'version')?.values,
        };
      };
      const nothing = {
        ...{ overview: [0, 0], list: [], flows: [], stages: [0, 0], runs: [0, 0], versions: [] },
      };
      const events = [
        { event: 'Command Invoked', timestamp: now - 40 * dayMs },
        { event: 'CLI Create Started', timestamp: now - 40 * dayMs + 1, ...flow },
        { event: 'CLI Create Completed', timestamp: now - 7_200_001, ...flow },
        {
          ...{ event: 'Command Completed', timestamp: now - 7_200_000 },
          properties: { version: '1.0.0', succeeded: true },
        },
      ].map((event, i) => createStoredEvent({ project, sent_at: null, ...event, sequence: i + 1 }));
      // The end arrives before the beginning, with queries in between.
      for (const event of events.toReversed()) {
        await store.append({ events: [event], quarantined: [] });
        await store.query(queries.overview, { project, ...scope });
      }
      expect(await ask(now - 30 * dayMs, now)).toEqual(nothing);
      expect(await ask(now - 60 * dayMs, now - 30 * dayMs)).toEqual({
        overview: [1, 1],
        list: [['succeeded', 4]],
        flows: [1],
        stages: [1, 1],
        runs: [1, 1],
        versions: [{ value: '1.0.0', invocations: 1 }],
      });
    });

    it('stitches earlier events of an anonymous id to its user', async () => {
      const project = newProject();
      const before = createStoredEvent({ project, invocation_id: 'before', timestamp: now - 5000 });
      const signIn = createStoredEvent({ project, invocation_id: 'sign-in', user_id: 'user' });
      const other = createStoredEvent({
        project,
        invocation_id: 'other',
        anonymous_id: 'b',
        distinct_id: 'b',
      });
      await store.append({ events: [before, signIn, other], quarantined: [] });
      const { totals } = await store.query(queries.overview, { project, ...scope });
      expect([totals.invocations, totals.users]).toEqual([3, 2]);
      const page = await store.query(queries.invocations, {
        project,
        ...scope,
        person: 'user',
        limit: 9,
      });
      expect(page.invocations.map(({ invocation_id }) => invocation_id)).toEqual([
        'sign-in',
        'before',
      ]);
    });

    it('counts a user with several ids once, by aliases in any order', async () => {
      const project = newProject();
      const event = (invocation_id: string, anonymous_id: string, user_id: string, more = {}) =>
        createStoredEvent({
          ...{ project, invocation_id, anonymous_id, user_id, distinct_id: user_id },
          ...more,
        });
      const alias = { event: '$create_alias' };
      await store.append({
        events: [
          event('newest', 'desktop', 'ada@new'),
          event('second', 'ada@old', 'ada@new', alias),
          event('older', 'laptop', 'ada@old', { timestamp: now - 60_000 }),
          event('before', 'laptop', ''),
          event('first', 'ada', 'ada@old', alias),
          event('oldest', '', 'ada', { timestamp: now - 120_000 }),
          event('bob', 'ada', 'bob', { timestamp: now + 60_000 }),
        ],
        quarantined: [],
      });
      const { totals } = await store.query(queries.overview, { project, ...scope });
      expect([totals.invocations, totals.users]).toEqual([7, 2]);
      const person = 'ada@new';
      const page = { project, ...scope, person, limit: 9 };
      const { invocations } = await store.query(queries.invocations, page);
      expect(invocations.map(({ invocation_id }) => invocation_id).sort()).toEqual(
        ['before', 'first', 'newest', 'older', 'oldest', 'second'].sort(),
      );
      for (const { invocation_id, ...listed } of invocations) {
        const { summary } = await store.query(queries.invocation, { project, invocation_id });
        expect([listed.person, summary.person]).toEqual([person, person]);
      }

      // A circle is one person, too.
      const circle = event('back', 'ada@new', 'ada', alias);
      await store.append({ events: [circle], quarantined: [] });
      const after = await store.query(queries.overview, { project, ...scope });
      expect([after.totals.invocations, after.totals.users]).toEqual([8, 2]);
    });

    it('draws a flow of many milestones', async () => {
      const project = newProject();
      const names = Array.from({ length: 120 }, (_, i) => `Milestone ${i}`);
      await store.putCatalog(project, 'many', {
        format: 1,
        tool: 'tool',
        consent_version: 1,
        invocation_properties: {},
        events: [],
        flows: [
          {
            name: 'create',
            title: 'Create',
            event_prefix: 'CLI Create',
            steps: [],
            reasons: [],
            milestones: names.map((name) => ({ name, step: null, on_path: true, properties: {} })),
            ...{ properties: {}, started: {}, completed: {}, aborted: {}, failed: {} },
          },
        ],
      });
      // Every third one is reported; its number is the delay in milliseconds after the previous
      // one.
      const reported = names.filter((_, i) => i % 3 === 2);
      const words = ['Started', ...reported, 'Completed'];
      const events = words.map((word, i) =>
        createStoredEvent({
          project,
          sequence: i + 1,
          timestamp: now + (i * (i + 1)) / 2,
          event: `CLI Create ${word}`,
          flow: 'create',
          flow_run_id: 'run',
        }),
      );
      await store.append({ events, quarantined: [] });
      const { stages } = await store.query(queries.funnel, { project, ...scope, flow: 'create' });
      const reached = stages.filter((stage) => stage.reached === 1);
      expect(reached.map(({ name }) => name)).toEqual(words);
      expect(reached.map((stage) => stage.time_p50_ms)).toEqual(words.map((_, i) => i || null));
      expect(stages.filter((stage) => stage.time_p90_ms !== null)).toHaveLength(words.length - 1);
      expect((await store.query(queries.flows, { project, ...scope })).flows).toMatchObject([
        { runs: 1 },
      ]);
    });

    it('sums up a thousand flows, in which one event has several roles', async () => {
      const project = newProject();
      const events = Array.from({ length: 1_000 }, (_, i) => {
        const run = { project, flow: `flow ${i}`, flow_run_id: 'run', invocation_id: `in-${i}` };
        const failed = { ...run, event: 'CLI Auth Browser Failed', sequence: 2 };
        const started = { ...run, event: 'CLI Auth Started', sequence: 1 };
        // Without a Started event the last word decides.
        return (i % 2 === 0 ? [started, failed] : [failed]).map(createStoredEvent);
      }).flat();
      await store.append({ events, quarantined: [] });
      const { flows } = await store.query(queries.flows, { project, ...scope });
      expect(flows).toHaveLength(1_000);
      for (const { flow, outcomes } of flows) {
        const isBegun = Number(flow.slice('flow '.length)) % 2 === 0;
        expect([flow, outcomes.incomplete, outcomes.failed]).toEqual(
          isBegun ? [flow, 1, 0] : [flow, 0, 1],
        );
      }
    });

    it('gives the same person everywhere if events share a place', async () => {
      const project = newProject();
      const users = ['first', 'zoe', 'adam', ''];
      const events = users.map((user_id, i) =>
        createStoredEvent({
          ...{ project, user_id, insert_id: `foreign-${i}`, sequence: 0 },
          timestamp: now + (i === 0 ? 0 : 10),
        }),
      );
      for (const event of events.toReversed()) {
        await store.append({ events: [event], quarantined: [] });
      }
      const page = { limit: 1 };
      const { invocations } = await store.query(queries.invocations, {
        project,
        ...scope,
        ...page,
      });
      const { summary } = await store.query(queries.invocation, {
        project,
        invocation_id: 'invocation',
      });
      expect([invocations[0]?.person, summary.person]).toEqual(['zoe', 'zoe']);
      const ofZoe = await store.query(queries.invocations, {
        project,
        ...scope,
        person: 'zoe',
        ...page,
      });
      expect(ofZoe.total).toBe(1);
    });

    it('keeps the order of a batch if foreign events share a time', async () => {
      const project = newProject();
      const names = ['Started', 'Opened', 'Completed', 'Aborted'];
      const events = names.map((name, position) =>
        createStoredEvent({
          ...{ project, position, sequence: 0, sent_at: null, timestamp: now },
          ...{ event: `CLI Create ${name}`, flow: 'create', flow_run_id: 'run' },
          // Against the order of the batch.
          insert_id: `foreign-${9 - position}`,
        }),
      );
      for (const event of events.toReversed()) {
        await store.append({ events: [event], quarantined: [] });
      }
      const ids = events.map(({ insert_id }) => insert_id);
      expect((await exported(project)).map(({ insert_id }) => insert_id)).toEqual(ids);
      const detail = await store.query(queries.invocation, {
        project,
        invocation_id: 'invocation',
      });
      expect(detail.events.map(({ insert_id }) => insert_id)).toEqual(ids);
      expect(detail.flow_runs).toMatchObject([{ outcome: 'completed', milestones: ['Opened'] }]);
      const { flows } = await store.query(queries.flows, { project, ...scope });
      expect(flows).toMatchObject([{ outcomes: { completed: 1 } }]);
      const personal: string[] = [];
      for await (const record of store.life.exportPerson(project, { anonymous_id: 'anonymous' })) {
        if (record.kind === 'event') personal.push(record.event.insert_id);
      }
      expect(personal).toEqual(ids);
    });

    it('distinguishes an empty name from a missing one', async () => {
      const project = newProject();
      const flow = { flow: 'create', flow_run_id: 'run' };
      const nobody = { distinct_id: '', anonymous_id: '' };
      const end = { project, event: 'CLI Create Aborted', ...flow };
      await store.append({
        events: [
          createStoredEvent({ ...end, invocation_id: 'named', properties: { step: '' } }),
          createStoredEvent({ ...end, ...nobody, invocation_id: 'unnamed' }),
        ],
        quarantined: [],
      });
      const { stages } = await store.query(queries.funnel, { project, ...scope, flow: 'create' });
      const stopped = stages.map(({ id, stopped }) => [id, stopped.total]);
      expect(stopped).toEqual([
        ['started', 1],
        ['step:', 1],
        ['completed', 0],
      ]);
      const ask = async (filter: object) => {
        const page = await store.query(queries.invocations, {
          project,
          ...scope,
          ...filter,
          limit: 9,
        });
        return page.invocations.map(({ invocation_id }) => invocation_id);
      };
      expect(await ask({ flow: 'create', flow_stopped_at: 'step:' })).toEqual(['named']);
      expect(await ask({ flow: 'create', flow_reached: 'step:' })).toEqual(['named']);
      expect(await ask({ flow: 'create', flow_stopped_at: 'started' })).toEqual(['unnamed']);
      expect(await ask({ person: '' })).toEqual(['unnamed']);
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

    it('compares a release with the one before, by people', async () => {
      const project = newProject();
      const declared: FlowDeclaration = {
        ...{ name: 'deploy', title: 'Deploy', event_prefix: 'CLI Deploy' },
        ...{ steps: ['build', 'upload'], reasons: [], milestones: [] },
        ...{ properties: {}, started: {}, completed: {}, aborted: {}, failed: {} },
      };
      await store.putCatalog(project, 'deploy', {
        ...{ format: 1, tool: 'tool', consent_version: 1, invocation_properties: {} },
        ...{ events: [], flows: [declared] },
      });
      // Each of 60 people runs it twice. With 1.1.0, every third one fails while uploading.
      const events = ['1.0.0', '1.1.0'].flatMap((version) =>
        Array.from({ length: 120 }, (_, i) => {
          const person = i % 60;
          const fails = version === '1.1.0' ? person % 3 === 0 : person === 0;
          const event = (sequence: number, name: string, more: Properties) =>
            createStoredEvent({
              ...{ project, invocation_id: `${version}-${i}`, sequence, event: name, tool: 'tool' },
              ...{ anonymous_id: `person-${person}`, distinct_id: `person-${person}` },
              ...(name.startsWith('CLI') && { flow: 'deploy', flow_run_id: `${version}-${i}` }),
              properties: { command: 'tool deploy', version, ...more },
            });
          const error_class = 'UploadError';
          return [
            event(1, 'CLI Deploy Started', {}),
            fails
              ? event(2, 'CLI Deploy Failed', { step: 'upload', error_class })
              : event(2, 'CLI Deploy Completed', {}),
            event(3, 'Command Completed', {
              ...{ succeeded: !fails, exit_code: fails ? 1 : 0 },
              ...(fails && { error_class }),
            }),
          ];
        }).flat(),
      );
      // Runs that belong to no person count, but show nothing.
      for (let i = 0; i < 500; i += 1) {
        events.push(
          createStoredEvent({
            ...{ project, invocation_id: `ci-${i}`, event: 'Command Completed', tool: 'tool' },
            ...{ anonymous_id: 'ci:runner', distinct_id: 'ci:runner' },
            properties: {
              command: 'tool ci',
              version: i % 2 ? '1.0.0' : '1.1.0',
              succeeded: !!(i % 2),
            },
          }),
        );
      }
      await store.append({ events, quarantined: [] });
      const before = { runs: 120, hits: 2, rate: 2 / 120, people_hit: 1 };
      const after = { runs: 120, hits: 40, rate: 40 / 120, people_hit: 20 };
      const { releases, tools } = await store.query(queries.releaseReport, { project, ...scope });
      expect(tools).toEqual([{ tool: 'tool', versions: ['1.1.0', '1.0.0'] }]);
      expect(releases).toMatchObject([
        { tool: 'tool', version: '1.1.0', previous_version: '1.0.0', tested: 4, untested: 1 },
      ]);
      expect(releases[0]?.worse).toMatchObject([
        { kind: 'command', name: 'tool deploy', flow: null, before, after },
        {
          ...{ kind: 'error_class', name: 'UploadError' },
          before: { ...before, runs: 370, rate: 2 / 370 },
          after: { ...after, runs: 370, rate: 40 / 370 },
        },
        { kind: 'step', name: 'step:upload', flow: 'deploy', before, after },
      ]);
      const ask = (
        more: Partial<{ release: string; since: string; command: string[]; all: boolean }>,
      ) => store.query(queries.releaseReport, { project, ...scope, ...more });
      const [listed] = (await ask({ all: true })).releases;
      expect(listed?.worse).toEqual(releases[0]?.worse);
      expect(listed?.others.map(({ name, probability }) => [name, probability === null])).toEqual([
        ['tool ci', true],
        ['step:build', false],
      ]);
      // Each number has a list of what it counts.
      const inList = (filter: object) =>
        store.query(queries.invocations, {
          ...{ project, ...scope, tool: ['tool'], version: ['1.1.0'] },
          ...filter,
        });
      const command = ['tool deploy'];
      expect(await inList({ command, status: 'ended' })).toMatchObject({ total: 120 });
      expect(await inList({ command, status: 'unsuccessful' })).toMatchObject({ total: 40 });
      const failed = { error_class: 'UploadError', status: 'ended' };
      expect(await inList(failed)).toMatchObject({ total: 40 });
      const ofFlow = { flow: 'deploy', flow_outcome: 'ended' };
      const stage = 'step:upload';
      expect(await inList({ ...ofFlow, flow_reached: stage })).toMatchObject({ flow_runs: 120 });
      expect(await inList({ ...ofFlow, flow_stopped_at: stage })).toMatchObject({ flow_runs: 40 });
      expect((await ask({ release: '1.0.0', since: '1.1.0' })).releases).toMatchObject([
        { version: '1.0.0', previous_version: '1.1.0', tested: 4, worse: [] },
      ]);
      expect((await ask({ release: '1.0.0' })).releases).toEqual([]);
      expect((await ask({ command: ['tool ci'] })).releases).toMatchObject([{ worse: [] }]);
      await expect(ask({ since: '0.9.0' })).rejects.toMatchObject({
        ...{ code: 'parameter_invalid', detail: 'the range has no run of version 0.9.0' },
      });
    });

    it('lists versions by age, and compares releases only', async () => {
      const project = newProject();
      const run = (version: string, i: number, succeeded: boolean) =>
        createStoredEvent({
          project,
          invocation_id: `${version}-${i}`,
          event: 'Command Completed',
          properties: { command: 'tool deploy', version, succeeded },
        });
      const events = Array.from({ length: 40 }, (_, i) => [
        run('1.9.0', i, i > 1),
        run('1.10.0', i, i > 12),
        run('main', i, false),
      ]).flat();
      await store.append({ events, quarantined: [] });
      const overview = await store.query(queries.overview, { project, ...scope });
      expect(overview.versions.map(({ version }) => version)).toEqual(['1.10.0', '1.9.0', 'main']);
      // Without people, nothing shows that it is more than chance.
      const { releases } = await store.query(queries.releaseReport, { project, ...scope });
      expect(releases).toEqual([
        {
          tool: '',
          version: '1.10.0',
          previous_version: '1.9.0',
          tested: 0,
          untested: 1,
          worse: [],
          others: [],
        },
      ]);
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
    describeReports(() => store, newProject);
    describeCalendar(() => store, newProject);
    describePeopleOverTime(() => store, newProject);
    describeFlowComparison(() => store, newProject);

    it('is ready', async () => {
      await store.check();
    });
  });
  describeDataLife(name, () => open({ rememberedEvents: 0 }));
}
