import type { Properties } from '@sonde/protocol';
import { describe, expect, it } from 'vitest';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { createStoredEvent, now } from './testing/stored-events.js';

const day = 86_400_000;
const at = (time: number) => new Date(time).toISOString();
const range = { from: at(now - day), to: at(now + day) };

/** The suite for the reports on commands, errors and agents that every store passes. */
export function describeReports(getStore: () => Store, newProject: () => string): void {
  describe('reports', () => {
    let runs = 0;

    /** One invocation that has completed. */
    const run = (
      properties: Properties,
      { person = 'p1', time = now }: { person?: string; time?: number } = {},
    ) => {
      runs += 1;
      return createStoredEvent({
        ...{ event: 'Command Completed', tool: 'lantern', invocation_id: `run-${runs}` },
        ...{ anonymous_id: person, distinct_id: person },
        ...{ timestamp: time, sent_at: null, received_at: time },
        properties: {
          ...{ command: 'deploy', version: '1.0.0', cli_context: 'human', succeeded: true },
          ...properties,
        },
      });
    };
    const failed = { succeeded: false, exit_code: 1, error_class: 'ApiError' };
    const times = <T>(count: number, create: (index: number) => T): T[] =>
      Array.from({ length: count }, (_, index) => create(index));

    async function store(events: readonly ReturnType<typeof run>[]) {
      const project = newProject();
      const stored = events.map((event) => ({ ...event, project }));
      await getStore().append({ events: stored, quarantined: [] });
      return { project, ...range };
    }

    it('counts the properties of an event, declared and not', async () => {
      const input = await store([]);
      const { project } = input;
      await getStore().putCatalog(project, 'hash', {
        ...{ format: 1, tool: 'lantern', consent_version: 1 },
        invocation_properties: { plan: { type: 'enum', values: ['free', 'pro'] } },
        events: [
          {
            name: 'Cache Cleared',
            description: 'The cache was emptied.',
            properties: {
              files: { type: 'integer', min: 0, max: 9, description: 'How many', optional: true },
              step: { type: 'enum', values: ['first', 'last'] },
              scope: { type: 'slug', pattern: '[a-z]+' },
            },
          },
        ],
        flows: [
          {
            ...{ name: 'create', title: 'Create', event_prefix: 'CLI Create' },
            ...{ steps: ['name', 'plan'], reasons: ['declined'] },
            milestones: [{ name: 'Accepted', step: 'plan', on_path: true, properties: {} }],
            ...{ properties: {}, started: {}, completed: {}, aborted: {}, failed: {} },
          },
        ],
        commands: [
          { name: 'deploy', arguments: { region: { type: 'enum', values: ['eu'] } } },
          { name: 'list', arguments: { region: { type: 'enum', values: ['us'] } } },
        ],
      });
      const cleared = (insert_id: string, properties: Properties) =>
        createStoredEvent({
          ...{ project, tool: 'lantern', event: 'Cache Cleared', insert_id },
          properties: { version: '1.0.0', plan: 'pro', ...properties },
        });
      const events = [
        cleared('one', { files: 1, step: 'first', colour: 'red', shapes: ['a'], size: null }),
        cleared('two', { files: null, step: 'last', colour: 'blue', shapes: [null], $lib: 'x' }),
        cleared('three', { files: 3, step: 4, shapes: [] }),
        { ...run({ region: 'eu' }), project },
        { ...run({ region: 'us', command: 'list' }), project },
        { ...run({ region: 'eu', colour: 'red' }), project },
      ];
      // Sent twice.
      for (let time = 0; time < 2; time += 1) await getStore().append({ events, quarantined: [] });
      const ask = (event: string, tool = 'lantern') =>
        getStore().query(queries.catalogEvent, { ...input, event, tool });
      const none = { command: null, values: null, min: null, max: null, pattern: null };
      expect(await ask('Cache Cleared')).toEqual({
        ...{ tool: 'lantern', event: 'Cache Cleared', events: 3 },
        description: 'The cache was emptied.',
        properties: [
          {
            ...{ ...none, name: 'files', type: 'integer', optional: true, min: 0, max: 9 },
            ...{ description: 'How many', events: 2 },
          },
          {
            ...{ ...none, name: 'step', type: 'enum', optional: false, values: ['first', 'last'] },
            ...{ description: null, events: 3 },
          },
          {
            ...{ ...none, name: 'scope', type: 'slug', optional: false, pattern: '[a-z]+' },
            ...{ description: null, events: 0 },
          },
        ],
        undeclared: [
          { name: 'colour', events: 2 },
          { name: 'shapes', events: 1 },
        ],
      });
      const completed = await ask('Command Completed');
      expect(completed.events).toBe(3);
      expect(completed.properties).toMatchObject([
        { name: 'region', command: 'deploy', values: ['eu'], events: 2 },
        { name: 'region', command: 'list', values: ['us'], events: 1 },
      ]);
      expect(completed.undeclared).toEqual([{ name: 'colour', events: 1 }]);
      const never = { description: null, events: 0, properties: [], undeclared: [] };
      expect(await ask('Nothing')).toEqual({ tool: 'lantern', event: 'Nothing', ...never });
      expect(await ask('Cache Cleared', 'torch')).toMatchObject(never);
      const { flows } = await getStore().query(queries.catalog, input);
      expect(flows).toEqual([
        {
          ...{ tool: 'lantern', flow: 'create', title: 'Create', description: null },
          ...{ steps: ['name', 'plan'], reasons: ['declined'] },
          milestones: [{ name: 'Accepted', step: 'plan', on_path: true }],
        },
      ]);
    });

    it('counts commands, and compares them with the period before', async () => {
      const input = await store([
        run({ duration_ms: 100, exit_code: 0, flags: ['force'] }),
        run({ ...failed, duration_ms: 200, flags: ['force'] }),
        run({ duration_ms: 400 }, { person: 'p2' }),
        run({ command: 'list', vanished: true, version: '1.1.0', cli_context: 'agent:codex' }),
        run({ duration_ms: 50 }, { time: now - 2 * day }),
      ]);
      const counts = { invocations: 3, users: 2, completed: 3, succeeded: 2, failed: 1 };
      const totals = {
        ...{ ...counts, cancelled: 0, vanished: 0, success_rate: 2 / 3 },
        ...{ duration_p50_ms: 200, duration_p95_ms: 380 },
      };
      const { total, commands } = await getStore().query(queries.commands, input);
      expect(total).toBe(2);
      expect(commands).toMatchObject([
        {
          ...{ tool: 'lantern', command: 'deploy', ...totals },
          previous: { invocations: 1, users: 1, success_rate: 1, duration_p50_ms: 50 },
        },
        { command: 'list', invocations: 1, vanished: 1, success_rate: 0, previous: null },
      ]);

      const report = await getStore().query(queries.command, { ...input, name: 'deploy' });
      expect(report).toMatchObject({
        ...{ command: 'deploy', tools: ['lantern'], totals, previous: { invocations: 1 } },
        interval: 'hour',
      });
      expect(report.series).toHaveLength(48);
      expect(report.series[24]).toMatchObject({ time: at(now), invocations: 3 });
      expect(report.durations).toEqual([
        { from_ms: 100, to_ms: 200, invocations: 1 },
        { from_ms: 200, to_ms: 500, invocations: 2 },
      ]);
      expect(report.exit_codes).toEqual([
        { exit_code: 0, invocations: 1, users: 1 },
        { exit_code: 1, invocations: 1, users: 1 },
        { exit_code: null, invocations: 1, users: 1 },
      ]);
      expect(report.error_classes).toEqual([{ error_class: 'ApiError', invocations: 1, users: 1 }]);
      expect(report.flags).toEqual([
        {
          ...{ flag: 'force', users: 1, difference: 'none' },
          given: { invocations: 2, succeeded: 1, ended: 2, success_rate: 0.5 },
          not_given: { invocations: 1, succeeded: 1, ended: 1, success_rate: 1 },
        },
      ]);
      expect(report.versions).toMatchObject([{ version: '1.0.0', invocations: 3 }]);
      expect(report.contexts).toMatchObject([{ cli_context: 'human', invocations: 3 }]);

      const list = async (filter: object) =>
        (await getStore().query(queries.invocations, { ...input, ...filter })).total;
      expect(await list({ exit_code: 'none', command: ['deploy'] })).toBe(1);
      expect(await list({ exit_code: '1' })).toBe(1);
      expect(await list({ flag: 'force' })).toBe(2);
      expect(await list({ without_flag: 'force' })).toBe(2);
      expect(await list({ duration_from_ms: 200, duration_to_ms: 400 })).toBe(1);
    });

    it('finds runs whose list of flags has an empty name', async () => {
      const input = await store([
        run({ flags: ['', 'force'] }),
        run({ flags: ['force'] }),
        run({}),
      ]);
      const list = async (filter: object) =>
        (await getStore().query(queries.invocations, { ...input, ...filter })).total;
      expect(await list({ flag: '' })).toBe(1);
      expect(await list({ without_flag: '' })).toBe(2);
    });

    it('says whether a flag goes with more failures than chance explains', async () => {
      const input = await store([
        ...times(20, (i) => run({ flags: ['slow'], succeeded: i < 10 })),
        ...times(20, () => run({})),
      ]);
      const { flags } = await getStore().query(queries.command, { ...input, name: 'deploy' });
      expect(flags).toMatchObject([
        { flag: 'slow', difference: 'worse', given: { success_rate: 0.5 } },
      ]);
    });

    it('answers for a command that nobody ran', async () => {
      const input = await store([run({})]);
      const nothing = await getStore().query(queries.command, { ...input, name: 'nope' });
      expect(nothing).toMatchObject({ totals: { invocations: 0 }, previous: null, flags: [] });
      expect(nothing.durations).toEqual([]);
    });

    it('says since when and since which release there is an error', async () => {
      const input = await store([
        run(failed, { time: now - 40 * day }),
        run({ version: '1.0.0' }),
        run({ ...failed, version: '1.2.0' }),
        run({ ...failed, error_class: 'NetError', version: '1.2.0' }),
        run({ ...failed, error_class: 'NetError', version: '1.2.0' }, { person: 'p2' }),
        run({ succeeded: false, version: '1.2.0', command: 'list' }),
        run({ version: '1.2.0' }, { time: now + 10 }),
      ]);
      const report = await getStore().query(queries.errors, input);
      expect(report).toMatchObject({ invocations: 4, users: 2, total_classes: 3, total_rows: 3 });
      expect(report.classes).toMatchObject([
        {
          ...{ error_class: 'NetError', invocations: 2, users: 2, share: 2 / 6 },
          ...{ since_version: '1.2.0', is_new: true, first_seen: at(now), last_seen: at(now) },
        },
        { error_class: '', invocations: 1, since_version: '1.2.0', is_new: true },
        {
          ...{ error_class: 'ApiError', invocations: 1, since_version: null, is_new: false },
          ...{ first_seen: at(now - 40 * day), last_seen: at(now) },
        },
      ]);
      expect(report.rows[0]).toMatchObject({
        ...{ tool: 'lantern', version: '1.2.0', command: 'deploy', error_class: 'NetError' },
        ...{ share: 2 / 4, is_new: true },
      });
      expect(report.rows.find(({ error_class }) => error_class === 'ApiError')).toMatchObject({
        ...{ version: '1.2.0', is_new: false, first_seen: at(now) },
      });
      expect(report.classes[0]?.trend.indexOf(2)).toBe(24);
      const none = { ...input, error_class: '' };
      expect((await getStore().query(queries.invocations, none)).total).toBe(1);
      const any = { ...input, has_error: true };
      expect((await getStore().query(queries.invocations, any)).total).toBe(4);
    });

    it('compares people, agents, CI and runs without a terminal', async () => {
      const agent = { cli_context: 'agent:codex' };
      const apart = (index: number) => ({ time: now + index * 120_000 });
      const input = await store([
        ...times(20, (i) => run({}, apart(i))),
        ...times(20, (i) =>
          run({ ...agent, ...(i < 10 && failed) }, { person: 'p2', ...apart(i) }),
        ),
        run({ ...agent, is_ci: true }, { person: 'ci:github' }),
        run({ is_ci: true, command: 'list' }, { person: 'ci:github' }),
        run({ is_ci: true, command: 'list' }, { person: 'ci:github' }),
        run({ cli_context: 'agent:unknown', command: 'list' }, { person: 'p3' }),
        // After a minute exactly, and after a millisecond more.
        run(
          { cli_context: 'agent:unknown', command: 'list' },
          { person: 'p3', time: now + 60_000 },
        ),
        run({ command: 'list' }, { person: 'p3', time: now + 120_001 }),
        createStoredEvent({
          ...{ event: 'Command Rejected', tool: 'lantern', invocation_id: 'refused' },
          properties: { command: 'deploy', kind: 'unknown_flag', nearest: 'force', ...agent },
        }),
      ]);
      const report = await getStore().query(queries.agents, input);
      expect(report.invocations).toBe(46);
      expect(report.actors).toMatchObject([
        {
          ...{ actor: 'agent:codex', invocations: 21, users: 1, success_rate: 11 / 21 },
          error_classes: [{ error_class: 'ApiError', invocations: 10 }],
        },
        { actor: 'person', invocations: 21, success_rate: 1, share: 21 / 46, repeated: 0 },
        { actor: 'ci', invocations: 2, users: 0, repeated: 0 },
        { actor: 'no_terminal', invocations: 2, repeated: 1 },
      ]);
      expect(report.harder_commands).toEqual([
        {
          ...{ tool: 'lantern', command: 'deploy' },
          agents: { invocations: 21, ended: 21, succeeded: 11, success_rate: 11 / 21 },
          people: { invocations: 20, ended: 20, succeeded: 20, success_rate: 1 },
        },
      ]);
      expect(report.repeats).toEqual([
        {
          ...{ tool: 'lantern', command: 'list', actor: 'no_terminal' },
          ...{ invocations: 2, repeated: 1 },
        },
      ]);
      expect(report.usage_errors).toMatchObject([
        {
          ...{ tool: 'lantern', command: 'deploy', kind: 'unknown_flag', nearest: 'force' },
          ...{ runs: 1, agent: 1, person: 0, last_invocation_id: 'refused' },
        },
      ]);
      const list = async (filter: object) =>
        (await getStore().query(queries.invocations, { ...input, ...filter })).total;
      expect(await list({ actor: 'agent' })).toBe(21);
      expect(await list({ actor: 'person' })).toBe(21);
      expect(await list({ repeated: true })).toBe(1);
      expect(await list({ repeated: false })).toBe(45);
    });

    it('refuses what it cannot answer', async () => {
      const input = { project: newProject(), ...range };
      const refused = { code: 'parameter_invalid' };
      const ask = getStore().query.bind(getStore());
      await expect(ask(queries.errors, { ...input, zone: 'Mars' })).rejects.toMatchObject(refused);
      await expect(
        ask(queries.command, { ...input, name: 'deploy', zone: 'Mars' }),
      ).rejects.toMatchObject(refused);
      const reversed = { ...input, from: range.to, to: range.from };
      await expect(ask(queries.commands, reversed)).rejects.toMatchObject(refused);
      await expect(ask(queries.agents, reversed)).rejects.toMatchObject(refused);
      const durations = { duration_from_ms: 5, duration_to_ms: 5 };
      await expect(ask(queries.invocations, { ...input, ...durations })).rejects.toMatchObject(
        refused,
      );
    });

    it('counts what arrived, each event once, and how long it took', async () => {
      const project = newProject();
      const minute = 60_000;
      const arrived = (sequence: number, delay: number, received_at = now) =>
        createStoredEvent({
          ...{ project, sequence, received_at, sent_at: null, timestamp: received_at - delay },
        });
      const late = arrived(3, 9 * minute, now + day - minute);
      await getStore().append({
        events: [arrived(1, 0), arrived(2, minute), late, arrived(4, 0, now + day)],
        quarantined: [],
      });
      // Arrives again, in a process that no longer remembers it.
      await getStore().append({
        events: [{ ...arrived(1, 0), received_at: now + minute }],
        quarantined: [],
      });
      const input = { project, ...range };
      const { interval, stored, quarantined, series, delivery, storing } = await getStore().query(
        queries.arrivals,
        input,
      );
      expect({ interval, stored, quarantined }).toEqual({
        ...{ interval: 'hour', stored: 3, quarantined: 0 },
      });
      expect(series).toHaveLength(48);
      expect(series.filter((one) => one.stored > 0)).toEqual([
        { time: at(now), stored: 2, quarantined: 0 },
        { time: at(now + day - 60 * minute), stored: 1, quarantined: 0 },
      ]);
      expect(delivery).toEqual({ p50_ms: minute, p95_ms: 8.2 * minute, max_ms: 9 * minute });
      // Events of the past are stored now.
      expect(storing.p50_ms).toBeGreaterThan(0);
      const days = await getStore().query(queries.arrivals, {
        ...{ project, zone: 'Asia/Kathmandu', from: at(now - 5 * day), to: at(now + 5 * day) },
      });
      expect(days).toMatchObject({ interval: 'day', stored: 4 });
      await expect(
        getStore().query(queries.arrivals, { project, from: range.to, to: range.from }),
      ).rejects.toMatchObject({ code: 'parameter_invalid' });
      expect(
        await getStore().query(queries.arrivals, { ...input, project: 'nothing' }),
      ).toMatchObject({
        ...{ stored: 0, delivery: { p50_ms: null }, storing: { max_ms: null } },
      });
    });
  });
}
