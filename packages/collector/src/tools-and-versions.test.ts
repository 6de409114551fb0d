import type { Funnel, InvocationPage, Overview, ReleaseReport } from '@sonde/analytics';
import type { CatalogJson } from '@sonde/protocol';
import { openEmbeddedStore, type Store } from '@sonde/store';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from './collector.js';
import { hashCatalog } from './ingest/catalog-hash.js';
import { createTestDirectory } from './testing/collector-process.js';

const directory = createTestDirectory();
const now = Date.UTC(2026, 10, 21);
let store: Store;
let app: FastifyInstance;

beforeAll(async () => {
  store = await openEmbeddedStore({ directory: directory.path('data'), commitIntervalMs: 0 });
  app = await createCollector({ store, now: () => now });
});
afterAll(async () => {
  await app.close();
  await store.close();
  directory.remove();
});

async function post(payload: object): Promise<object> {
  const response = await app.inject({ method: 'POST', url: '/ingest', payload });
  expect(response.statusCode).toBe(202);
  return response.json();
}

async function get<Answer>(path: string): Promise<Answer> {
  const response = await app.inject({ url: `/api/v1/${path}`, headers: { host: 'localhost' } });
  expect([response.statusCode, path]).toEqual([200, path]);
  return response.json();
}

const declareCatalog = (tool: string, flow: string, steps: string[]): CatalogJson => ({
  ...{ format: 1, tool, consent_version: 1, invocation_properties: {}, events: [] },
  flows: [
    {
      ...{ name: flow, title: flow, event_prefix: `CLI ${flow}`, steps, reasons: ['cancelled'] },
      ...{ milestones: [], properties: {}, started: {}, completed: {}, aborted: {}, failed: {} },
    },
  ],
});

let invocations = 0;

/** A run of a flow that is aborted at a step. */
function abortedRun(flow: string, version: string, step: string): object[] {
  invocations += 1;
  const run = { flow, flow_run_id: 'run', invocation_id: `invocation-${invocations}` };
  return [
    { event: `CLI ${flow} Started`, sequence: 1 },
    { event: `CLI ${flow} Aborted`, sequence: 2, properties: { step, reason: 'cancelled' } },
  ].map((event) => ({
    ...{ ...run, ...event, insert_id: `${run.invocation_id}-${event.sequence}` },
    timestamp: new Date(now - 60_000).toISOString(),
    properties: { ...event.properties, version },
  }));
}

const stagesOf = ({ stages }: Funnel) =>
  stages.map(({ id, reached, stopped, declaration }) => [id, reached, stopped.total, declaration]);

describe('a flow that changed from one version to the next', () => {
  const newer = declareCatalog('ship', 'ship', ['build', 'publish']);
  const older = declareCatalog('ship', 'ship', ['build', 'upload']);

  test('is shown as in its newest version, also if an older one arrives later', async () => {
    const send = async (catalog: CatalogJson, events: object[]) => {
      const meta = { tool: 'ship', catalog_hash: hashCatalog(catalog) };
      const response = await post({ events, meta });
      // Like the SDK, which sends the catalog separately and only on request.
      if ('catalog_wanted' in response) await post({ events: [], meta: { ...meta, catalog } });
    };
    await send(newer, abortedRun('ship', '2.0.0', 'publish'));
    await send(newer, abortedRun('ship', '2.0.0', 'publish'));
    await send(older, abortedRun('ship', '1.0.0', 'upload'));
    const expected = [
      ['started', 3, 0, 'now'],
      ['step:build', 3, 0, 'now'],
      ['step:publish', 2, 2, 'now'],
      ['step:upload', 1, 1, 'no_longer'],
      ['completed', 0, 0, 'now'],
    ];
    expect(stagesOf(await get('flows/ship/funnel'))).toEqual(expected);
    // Users who stay with the older version change nothing either.
    await send(older, abortedRun('ship', '1.0.0', 'upload'));
    expect(stagesOf(await get('flows/ship/funnel')).slice(1, 4)).toEqual([
      ['step:build', 4, 0, 'now'],
      ['step:publish', 2, 2, 'now'],
      ['step:upload', 2, 2, 'no_longer'],
    ]);
    const page = await get<InvocationPage>('invocations?flow=ship&flow_reached=step:build');
    expect(page.flow_runs).toBe(4);
  });

  test('keeps a renamed step under its old name, although no catalog has it', async () => {
    const catalog = declareCatalog('ferry', 'ferry', ['build', 'publish']);
    const meta = { tool: 'ferry', catalog_hash: hashCatalog(catalog) };
    await post({ events: abortedRun('ferry', '1.0.0', 'upload'), meta: { tool: 'ferry' } });
    await post({ events: abortedRun('ferry', '1.0.0', 'upload'), meta: { tool: 'ferry' } });
    await post({ events: abortedRun('ferry', '2.0.0', 'publish'), meta: { ...meta, catalog } });
    expect(stagesOf(await get('flows/ferry/funnel'))).toEqual([
      ['started', 3, 0, 'now'],
      ['step:build', 1, 0, 'now'],
      ['step:publish', 1, 1, 'now'],
      ['step:upload', 2, 2, 'never'],
      ['completed', 0, 0, 'now'],
    ]);
    for (const [filter, runs] of [
      ['flow_stopped_at=step:upload', 2],
      ['flow_reached=step:upload', 2],
      ['flow_stopped_at=started', 0],
    ] as const) {
      const page = await get<InvocationPage>(`invocations?flow=ferry&${filter}`);
      expect([filter, page.flow_runs, page.total]).toEqual([filter, runs, runs]);
    }
    const unknown = '/api/v1/invocations?flow=ferry&flow_stopped_at=step:sink';
    const response = await app.inject({ url: unknown, headers: { host: 'localhost' } });
    expect([response.statusCode, response.json().code]).toEqual([400, 'parameter_invalid']);
  });
});

describe('several tools in one project', () => {
  const run = (id: string, version: string, succeeded: boolean, person: string) => ({
    ...{ event: 'Command Completed', insert_id: id, invocation_id: id, anonymous_id: person },
    timestamp: new Date(now - 60_000).toISOString(),
    properties: { command: 'deploy', version, succeeded },
  });
  const runs = (tool: string, version: string, failures: number) =>
    Array.from({ length: 30 }, (_, i) =>
      run(`${tool}-${version}-${i}`, version, i >= failures, `p${i}`),
    );

  test('are separate: users are counted across tools, versions within one', async () => {
    await post({ events: runs('kite', '1.0.0', 0), meta: { tool: 'kite' } });
    await post({ events: runs('kite', '1.1.0', 20), meta: { tool: 'kite' } });
    // Newer than versions of the other tool, and worse, but it never was better.
    await post({ events: runs('glider', '2.0.0', 25), meta: { tool: 'glider' } });
    const overview = await get<Overview>('overview?command=deploy');
    expect(overview.totals).toMatchObject({ invocations: 90, users: 30 });
    expect(overview.versions.map(({ tool, version }) => [tool, version])).toEqual([
      ['glider', '2.0.0'],
      ['kite', '1.1.0'],
      ['kite', '1.0.0'],
    ]);
    expect(overview.commands.map(({ tool, command }) => [tool, command])).toEqual([
      ['kite', 'deploy'],
      ['glider', 'deploy'],
    ]);
    const report = await get<ReleaseReport>('releases/report?command=deploy');
    expect(report.releases).toMatchObject([
      {
        ...{ tool: 'kite', version: '1.1.0', previous_version: '1.0.0' },
        worse: [{ kind: 'command', name: 'deploy' }],
      },
    ]);
    const one = await get<Overview>('overview?command=deploy&tool=glider');
    expect(one.totals).toMatchObject({ invocations: 30, users: 30 });
    const ofOne = await get<ReleaseReport>('releases/report?command=deploy&tool=glider');
    expect(ofOne.releases).toEqual([]);
  });

  test('are identified by name, else by catalog, else unknown', async () => {
    const catalog = declareCatalog('balloon', 'float', ['rise']);
    const hash = hashCatalog(catalog);
    await post({ events: [run('n1', '1.0.0', true, 'p')], meta: { catalog_hash: hash, catalog } });
    await post({ events: [run('n2', '1.0.0', true, 'p')], meta: { catalog_hash: hash } });
    await post({ events: [run('n3', '1.0.0', true, 'p')], meta: { tool: '../no name' } });
    await post({
      events: [run('n4', '1.0.0', true, 'p')],
      meta: { tool: 'airship', catalog_hash: hash },
    });
    const toolOf = async (id: string) =>
      (await get<{ summary: { tool: string } }>(`invocations/${id}`)).summary.tool;
    expect(await Promise.all(['n1', 'n2', 'n3', 'n4'].map(toolOf))).toEqual([
      ...['balloon', 'balloon', '', 'airship'],
    ]);
    const unknown = await get<InvocationPage>('invocations?tool=&command=deploy');
    expect(unknown.invocations.map(({ invocation_id }) => invocation_id)).toEqual(['n3']);
  });
});
