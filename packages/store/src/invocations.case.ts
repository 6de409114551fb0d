import {
  actorOf,
  type InvocationSort,
  type InvocationSummary,
  invocationSorts,
} from '@sonde/analytics';
import { describe, expect, it } from 'vitest';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { collect, createStoredEvent, now } from './testing/stored-events.js';

const scope = {
  from: new Date(now - 86_400_000).toISOString(),
  to: new Date(now + 86_400_000).toISOString(),
};

/** The suite for invocations and their people that every store passes. */
export function describeInvocations(getStore: () => Store, newProject: () => string): void {
  describe('invocations and people', () => {
    const exported = (project: string) => collect(getStore().exportEvents(project, {}));

    it('counts refused arguments as no invocation', async () => {
      const project = newProject();
      const properties = { command: 'lantern', version: '1.0.0', cli_context: 'human' };
      const ran = createStoredEvent({ project, tool: 'lantern', properties });
      const rejected = createStoredEvent({
        ...{ project, tool: 'lantern', event: 'Command Rejected', invocation_id: 'rejected' },
        ...{ anonymous_id: 'somebody', distinct_id: 'somebody' },
        properties: { ...properties, kind: 'unknown_command', nearest: 'list' },
      });
      await getStore().append({ events: [ran, rejected], quarantined: [] });
      const input = { project, from: scope.from, to: scope.to };
      const { totals, commands, versions } = await getStore().query(queries.overview, input);
      expect(totals).toMatchObject({ invocations: 1, users: 1 });
      expect(commands).toMatchObject([{ invocations: 1 }]);
      expect(versions).toMatchObject([{ invocations: 1 }]);
      expect((await getStore().query(queries.invocations, input)).total).toBe(1);
      const { filters } = await getStore().query(queries.filterValues, input);
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
      for (let time = 0; time < 2; time += 1) await getStore().append({ events, quarantined: [] });
      const input = { project, from: scope.from, to: scope.to };
      const { runs, reasons } = await getStore().query(queries.rejections, input);
      expect(runs).toBe(3);
      expect(reasons).toMatchObject([
        { tool: 'lantern', command: 'lantern', kind: 'unknown_command', nearest: 'list', runs: 2 },
        { command: 'lantern list', kind: 'unknown_flag', nearest: 'none', runs: 1 },
      ]);
      expect(['one', 'two']).toContain(reasons[0]?.last_invocation_id);
      expect(reasons[1]).toMatchObject({ last_invocation_id: 'three' });
      const ofAgents = { ...input, cli_context: ['agent:codex'] };
      expect((await getStore().query(queries.rejections, ofAgents)).runs).toBe(2);
      const before = { ...input, from: '2001-01-01T00:00:00Z', to: '2001-01-02T00:00:00Z' };
      expect(await getStore().query(queries.rejections, before)).toEqual({ runs: 0, reasons: [] });
    });

    it('shows an invocation with its gaps, its runs and its base properties', async () => {
      const project = newProject();
      const base = { command: 'tool create', version: '1.2.0', invocation_id: 'one' };
      const flow = { flow: 'create', flow_run_id: 'run' };
      await getStore().append({
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
      const detail = await getStore().query(queries.invocation, { project, invocation_id: 'one' });
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
          getStore().query(queries.overview, { project, ...days }),
          getStore().query(queries.invocations, { project, ...days, limit: 9 }),
          getStore().query(queries.flows, { project, ...days }),
          getStore().query(queries.filterValues, { project, ...days }),
        ]);
        const { stages } = await getStore().query(queries.funnel, {
          project,
          ...days,
          flow: 'create',
        });
        const ofFlow = { flow: 'create', flow_outcome: 'completed' as const };
        const runs = await getStore().query(queries.invocations, {
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
        await getStore().append({ events: [event], quarantined: [] });
        await getStore().query(queries.overview, { project, ...scope });
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
      await getStore().append({ events: [before, signIn, other], quarantined: [] });
      const { totals } = await getStore().query(queries.overview, { project, ...scope });
      expect([totals.invocations, totals.users]).toEqual([3, 2]);
      const page = await getStore().query(queries.invocations, {
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
      await getStore().append({
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
      const { totals } = await getStore().query(queries.overview, { project, ...scope });
      expect([totals.invocations, totals.users]).toEqual([7, 2]);
      const all = { project, ...scope, limit: 1 };
      const counted = await getStore().query(queries.invocations, { ...all, count_people: true });
      expect([counted.total, counted.people]).toEqual([7, 2]);
      expect((await getStore().query(queries.invocations, all)).people).toBe(null);
      const person = 'ada@new';
      const page = { project, ...scope, person, limit: 9 };
      const { invocations } = await getStore().query(queries.invocations, page);
      expect(invocations.map(({ invocation_id }) => invocation_id).sort()).toEqual(
        ['before', 'first', 'newest', 'older', 'oldest', 'second'].sort(),
      );
      for (const { invocation_id, ...listed } of invocations) {
        const { summary } = await getStore().query(queries.invocation, { project, invocation_id });
        expect([listed.person, summary.person]).toEqual([person, person]);
      }

      // A circle is one person, too.
      const circle = event('back', 'ada@new', 'ada', alias);
      await getStore().append({ events: [circle], quarantined: [] });
      const after = await getStore().query(queries.overview, { project, ...scope });
      expect([after.totals.invocations, after.totals.users]).toEqual([8, 2]);
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
        await getStore().append({ events: [event], quarantined: [] });
      }
      const page = { limit: 1 };
      const { invocations } = await getStore().query(queries.invocations, {
        project,
        ...scope,
        ...page,
      });
      const { summary } = await getStore().query(queries.invocation, {
        project,
        invocation_id: 'invocation',
      });
      expect([invocations[0]?.person, summary.person]).toEqual(['zoe', 'zoe']);
      const ofZoe = await getStore().query(queries.invocations, {
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
        await getStore().append({ events: [event], quarantined: [] });
      }
      const ids = events.map(({ insert_id }) => insert_id);
      expect((await exported(project)).map(({ insert_id }) => insert_id)).toEqual(ids);
      const detail = await getStore().query(queries.invocation, {
        project,
        invocation_id: 'invocation',
      });
      expect(detail.events.map(({ insert_id }) => insert_id)).toEqual(ids);
      expect(detail.flow_runs).toMatchObject([{ outcome: 'completed', milestones: ['Opened'] }]);
      const { flows } = await getStore().query(queries.flows, { project, ...scope });
      expect(flows).toMatchObject([{ outcomes: { completed: 1 } }]);
      const personal: string[] = [];
      for await (const record of getStore().life.exportPerson(project, {
        anonymous_id: 'anonymous',
      })) {
        if (record.kind === 'event') personal.push(record.event.insert_id);
      }
      expect(personal).toEqual(ids);
    });

    it('distinguishes an empty name from a missing one', async () => {
      const project = newProject();
      const flow = { flow: 'create', flow_run_id: 'run' };
      const nobody = { distinct_id: '', anonymous_id: '' };
      const end = { project, event: 'CLI Create Aborted', ...flow };
      await getStore().append({
        events: [
          createStoredEvent({ ...end, invocation_id: 'named', properties: { step: '' } }),
          createStoredEvent({ ...end, ...nobody, invocation_id: 'unnamed' }),
        ],
        quarantined: [],
      });
      const { stages } = await getStore().query(queries.funnel, {
        project,
        ...scope,
        flow: 'create',
      });
      const stopped = stages.map(({ id, stopped }) => [id, stopped.total]);
      expect(stopped).toEqual([
        ['started', 1],
        ['step:', 1],
        ['completed', 0],
      ]);
      const ask = async (filter: object) => {
        const page = await getStore().query(queries.invocations, {
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

    it('sorts by every column in both directions, page by page', async () => {
      const project = newProject();
      const commands = ['tool list', 'tool "create"', ''];
      const versions = ['1.9.0', '1.10.0', '', '1.9.0-rc.1'];
      const durations = [0, 0.5, 1e15, 30];
      const contexts = ['human', 'agent:codex', '', 'agent:unknown', 'agent:Zed'];
      const events = Array.from({ length: 15 }, (_, i) => {
        const properties = {
          command: commands[i % 3] ?? '',
          version: versions[i % 4] ?? '',
          cli_context: contexts[i % 5] ?? '',
          ...(i % 2 === 0 && { plan: 'pro' }),
        };
        const one = {
          ...{ project, invocation_id: `run-${i}`, timestamp: now + (i % 5), properties },
          ...{ anonymous_id: `somebody-${i % 7}`, distinct_id: `somebody-${i % 7}` },
        };
        const end = { exit_code: i % 2, duration_ms: durations[i % 4] ?? 0, ...properties };
        const flow = { flow: 'create', flow_run_id: `run-${i}`, event: 'CLI Create Started' };
        return [
          createStoredEvent(one),
          ...(i < 10 ? [createStoredEvent({ ...one, ...flow, sequence: 2 })] : []),
          ...(i % 6 === 0
            ? []
            : [
                createStoredEvent({
                  ...{ ...one, sequence: 3, event: 'Command Completed', properties: end },
                }),
              ]),
        ];
      }).flat();
      await getStore().append({ events, quarantined: [] });
      const ask = (more: object) =>
        getStore().query(queries.invocations, { project, ...scope, ...more });
      const list = async (filter: object, sort: string) => {
        const found: InvocationSummary[] = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await ask({ ...filter, sort, limit: 8, ...(cursor && { cursor }) });
          found.push(...page.invocations);
          expect(page.total).toBeGreaterThanOrEqual(found.length);
          cursor = page.next_cursor;
        }
        return found;
      };
      const both = invocationSorts.flatMap((column) => [column, `-${column}`]);
      const lists: [filter: object, sorts: string[]][] = [
        [{}, ['-started_at', ...both]],
        [{ event: 'Command Invoked', property: ['plan:"pro"'] }, ['-person', 'version']],
        [{ flow: 'create', status: 'failed' }, ['-duration_ms']],
        [{ flow: 'create' }, ['duration_ms']],
      ];
      for (const [filter, sorts] of lists) {
        const newest = (await ask({ ...filter, limit: 100 })).invocations;
        expect(newest.length).toBeGreaterThan(3);
        for (const sort of sorts) {
          expect(await list(filter, sort)).toEqual(sortSummaries(newest, sort));
        }
      }
      const { next_cursor: cursor } = await ask({ sort: 'events', limit: 5 });
      for (const sort of ['-events', '-started_at']) {
        await expect(ask({ sort, cursor })).rejects.toMatchObject({ code: 'parameter_invalid' });
      }
    });
  });
}

/** Rows that are newest first; equal ones keep their order, and those without a value are last. */
function sortSummaries(newest: readonly InvocationSummary[], sort: string): InvocationSummary[] {
  const isDescending = sort.startsWith('-');
  const column = sort.replace('-', '') as InvocationSort;
  const valueIn = (row: InvocationSummary) => {
    if (column === 'started_at') return Date.parse(row.started_at);
    return column === 'actor' ? actorName(row) : row[column];
  };
  const isMissing = (value: unknown) => value === null || value === '';
  return [...newest].sort((a, b) => {
    const [left, right] = [valueIn(a), valueIn(b)];
    if (isMissing(left) || isMissing(right))
      return Number(isMissing(left)) - Number(isMissing(right));
    const order =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareText(String(left), String(right));
    return isDescending ? -order : order;
  });
}

/** As the list shows who ran it. */
function actorName(row: InvocationSummary): string {
  const actor = actorOf(row);
  const names: Record<string, string> = {
    person: 'human',
    no_terminal: 'no terminal',
    unknown: '',
  };
  return names[actor] ?? actor.replace('agent:', '').toLowerCase();
}

/** By code points, except that numbers are compared as such. */
function compareText(left: string, right: string): number {
  const pad = (text: string) => text.replace(/[0-9]+/g, (digits) => digits.padStart(12, '0'));
  const [one, other] = [pad(left), pad(right)];
  return Number(one > other) - Number(one < other);
}
