import type { CatalogJson, FlowDeclaration, Properties } from '@sonde/protocol';
import { describe, expect, it } from 'vitest';
import type { Store } from './port.js';
import { queries } from './queries.js';
import { createStoredEvent, now } from './testing/stored-events.js';

const scope = {
  from: new Date(now - 86_400_000).toISOString(),
  to: new Date(now + 86_400_000).toISOString(),
};

/** The suite for flows, releases and the first steps of a project that every store passes. */
export function describeReleases(getStore: () => Store, newProject: () => string): void {
  describe('flows and releases', () => {
    it('finds the first of what a new project waits for', async () => {
      const project = newProject();
      const read = () => getStore().query(queries.firstSteps, { project });
      const none = { invocation: null, flow: null, failure: null, agent: null };
      expect(await read()).toEqual({ ...none, has_catalog: false });
      const time = (minutes: number) => now + minutes * 60_000;
      const at = (minutes: number) => new Date(time(minutes)).toISOString();
      const send = (invocation_id: string, minutes: number, more: object, properties = {}) =>
        getStore().append({
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
      await getStore().putCatalog(project, 'hash', { tool: 'lantern' } as CatalogJson);
      expect(await read()).toEqual({
        invocation,
        failure: { invocation_id: 'failed', time: at(3) },
        agent: { invocation_id: 'by agent', time: at(4) },
        flow: { invocation_id: 'in flow', time: at(5) },
        has_catalog: true,
      });
    });

    it('draws a flow of many milestones', async () => {
      const project = newProject();
      const names = Array.from({ length: 120 }, (_, i) => `Milestone ${i}`);
      await getStore().putCatalog(project, 'many', {
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
      await getStore().append({ events, quarantined: [] });
      const { stages } = await getStore().query(queries.funnel, {
        project,
        ...scope,
        flow: 'create',
      });
      const reached = stages.filter((stage) => stage.reached === 1);
      expect(reached.map(({ name }) => name)).toEqual(words);
      expect(reached.map((stage) => stage.time_p50_ms)).toEqual(words.map((_, i) => i || null));
      expect(stages.filter((stage) => stage.time_p90_ms !== null)).toHaveLength(words.length - 1);
      expect((await getStore().query(queries.flows, { project, ...scope })).flows).toMatchObject([
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
      await getStore().append({ events, quarantined: [] });
      const { flows } = await getStore().query(queries.flows, { project, ...scope });
      expect(flows).toHaveLength(1_000);
      for (const { flow, outcomes } of flows) {
        const isBegun = Number(flow.slice('flow '.length)) % 2 === 0;
        expect([flow, outcomes.incomplete, outcomes.failed]).toEqual(
          isBegun ? [flow, 1, 0] : [flow, 0, 1],
        );
      }
    });

    it('compares a release with the one before, by people', async () => {
      const project = newProject();
      const declared: FlowDeclaration = {
        ...{ name: 'deploy', title: 'Deploy', event_prefix: 'CLI Deploy' },
        ...{ steps: ['build', 'upload'], reasons: [], milestones: [] },
        ...{ properties: {}, started: {}, completed: {}, aborted: {}, failed: {} },
      };
      await getStore().putCatalog(project, 'deploy', {
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
      await getStore().append({ events, quarantined: [] });
      const before = { runs: 120, hits: 2, rate: 2 / 120, people_hit: 1 };
      const after = { runs: 120, hits: 40, rate: 40 / 120, people_hit: 20 };
      const { releases, tools } = await getStore().query(queries.releaseReport, {
        project,
        ...scope,
      });
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
      ) => getStore().query(queries.releaseReport, { project, ...scope, ...more });
      const [listed] = (await ask({ all: true })).releases;
      expect(listed?.worse).toEqual(releases[0]?.worse);
      expect(listed?.others.map(({ name, probability }) => [name, probability === null])).toEqual([
        ['tool ci', true],
        ['step:build', false],
      ]);
      // Each number has a list of what it counts.
      const inList = (filter: object) =>
        getStore().query(queries.invocations, {
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
      await expect(ask({ since: '1.1.0' })).rejects.toMatchObject({
        ...{ code: 'parameter_invalid', detail: 'the range has no run of a release after 1.1.0' },
      });
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
      await getStore().append({ events, quarantined: [] });
      const overview = await getStore().query(queries.overview, { project, ...scope });
      expect(overview.versions.map(({ version }) => version)).toEqual(['1.10.0', '1.9.0', 'main']);
      // Without people, nothing shows that it is more than chance.
      const { releases } = await getStore().query(queries.releaseReport, { project, ...scope });
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
  });
}
