import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { defineCatalog, oneOf } from './catalog.js';
import { createTestHome, drain, runNode, runTool } from './fixtures/run-tool.js';
import {
  assertEvent,
  assertFlow,
  assertNoEvent,
  assertOrder,
  createRecordingTelemetry,
  createTestCollector,
  matchers,
  type RecordingMatchers,
} from './testing.js';

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as vitest declares it
  interface Matchers<T = any> extends RecordingMatchers<T> {}
}
expect.extend(matchers);

const plan = oneOf('free', 'pro');
const catalog = defineCatalog({
  tool: 'lantern',
  events: { Cleared: { properties: { plan } }, Plain: {} },
  flows: {
    deploy: {
      title: 'Deploy',
      eventPrefix: 'Deploy',
      steps: ['build', 'upload'],
      reasons: ['quota'],
      milestones: { Built: {} },
      completed: { plan },
    },
    setup: { title: 'Set up', eventPrefix: 'Setup', steps: ['init'], resumeWithinMs: 1000 },
  },
  commands: { 'lantern plan': { arguments: { plan } } },
});

describe('recording telemetry', () => {
  test('behaves as in the program, guarded by the same catalog', () => {
    const telemetry = createRecordingTelemetry({ catalog });
    telemetry.startCommand('lantern plan', ['force'], { plan: 'pro', file: '/home/me' });
    telemetry.track('Cleared', { plan: 'gold' as 'pro' });
    telemetry.startFlow('deploy').step('build');
    telemetry.endCommand({ error: Object.assign(new Error('secret'), { name: 'BuildError' }) });
    telemetry.exit(1);
    expect(telemetry.events.map(({ event, properties }) => [event, properties])).toEqual([
      ['Command Invoked', { plan: 'pro' }],
      ['Cleared', { plan: 'other' }],
      ['Deploy Started', {}],
      [
        'Deploy Failed',
        { step: 'build', duration_ms: expect.any(Number), error_class: 'BuildError' },
      ],
      ['Command Failed', { plan: 'pro', error_class: 'BuildError', error_source: 'internal' }],
      [
        'Command Completed',
        {
          plan: 'pro',
          succeeded: false,
          exit_code: 1,
          duration_ms: expect.any(Number),
          error_class: 'BuildError',
          user_cancelled: false,
        },
      ],
    ]);
    expect(telemetry.losses).toEqual({ value: 1 });
    telemetry.clear();
    expect([telemetry.events, telemetry.flows, telemetry.losses]).toEqual([[], [], {}]);
  });

  test('continues a resumable flow in the next invocation', () => {
    let now = 1_000_000;
    const telemetry = createRecordingTelemetry({ catalog, clock: () => now });
    telemetry.startFlow('setup').step('init');
    telemetry.exit();
    now += 500;
    telemetry.currentFlow('setup', 'deploy').complete({ plan: 'free' });
    telemetry.exit();
    telemetry.startFlow('setup');
    telemetry.exit();
    now += 1001;
    expect(telemetry.currentFlow('setup').open).toBe(false);
    expect(telemetry.flows).toMatchObject([{ outcome: 'completed' }, { outcome: 'open' }]);
    expect(telemetry.flows[0]?.properties.duration_ms).toBe(500);
  });

  test('ends a flow of `using` with the outcome of the command', () => {
    const telemetry = createRecordingTelemetry({ catalog });
    telemetry.startCommand('lantern deploy');
    {
      using flow = telemetry.startFlow('deploy');
      flow.step('upload');
    }
    {
      using second = telemetry.startFlow('deploy');
      second.abort('quota');
    }
    telemetry.endCommand({ error: new TypeError('x') });
    telemetry.exit(1);
    expect(telemetry.flows).toMatchObject([
      { outcome: 'failed', step: 'upload', error_class: 'TypeError' },
      { outcome: 'aborted', reason: 'quota' },
    ]);
  });
});

describe('assertions', () => {
  const telemetry = createRecordingTelemetry({ catalog });
  telemetry.track('Cleared', { plan: 'pro' });
  const flow = telemetry.startFlow('deploy');
  flow.step('build');
  flow.milestone('Built');
  flow.abort('quota');

  test('pass for the recorded events', () => {
    expect(assertEvent(telemetry, 'Cleared', { plan: 'pro' }).sequence).toBe(1);
    assertNoEvent(telemetry, 'Plain');
    assertOrder(telemetry, ['Cleared', 'Deploy Aborted']);
    const expected = { outcome: 'aborted', step: 'build', milestones: ['Built'] } as const;
    expect(assertFlow(telemetry, 'deploy', expected).reason).toBe('quota');
    expect(telemetry).toHaveRecorded('Cleared');
    expect(telemetry).not.toHaveRecorded('Cleared', { plan: 'free' });
    expect(telemetry).toHaveRecordedInOrder(['Deploy Started', 'Deploy Built']);
    expect(telemetry).toHaveFlow('deploy', { reason: 'quota' });
    expect(telemetry).not.toHaveFlow('setup');
  });

  test.each([
    [
      () => assertEvent(telemetry, 'Cleared', { plan: 'free' }),
      /Expected Cleared with.*free.*Recorded were:\n {2}1 Cleared \{"plan":"pro"\}\n/s,
    ],
    [() => assertNoEvent(telemetry, 'Cleared'), /Expected no Cleared/],
    [
      () => assertOrder(telemetry, ['Deploy Aborted', 'Cleared']),
      /Expected Cleared after Deploy Aborted/,
    ],
    [
      () => assertFlow(telemetry, 'deploy', { outcome: 'completed' }),
      /It is .*"outcome":"aborted"/,
    ],
    [() => assertFlow(telemetry, 'setup'), /It was not started/],
    [() => assertEvent(createRecordingTelemetry({ catalog }), 'Plain'), /Nothing was recorded/],
  ])('list the recorded events in their message', (assertion, message) => {
    expect(assertion).toThrow(message);
    expect(assertion).toThrow(expect.objectContaining({ code: 'ERR_ASSERTION' }));
  });
});

describe('a test collector', () => {
  const event = (id: string) => ({ event: 'E', insert_id: id });
  const post = (url: string, body: unknown, gzip = false) => {
    const text = JSON.stringify(body);
    return fetch(`${url}/ingest`, {
      method: 'POST',
      headers: gzip ? { 'content-encoding': 'gzip' } : {},
      body: gzip ? new Uint8Array(gzipSync(text)) : text,
    });
  };

  test('stores each event once, compressed or not, and responds like a collector', async () => {
    await using collector = await createTestCollector();
    const first = await post(collector.url, {
      events: [event('a'), event('b')],
      meta: { library: 'x' },
    });
    expect([first.status, await first.json()]).toEqual([
      202,
      { accepted: 2, duplicates: 0, quarantined: [], rejected: [] },
    ]);
    expect(await (await post(collector.url, { events: [event('b')] }, true)).json()).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
    expect((await post(collector.url, event('c'))).status).toBe(202);
    expect((await post(collector.url, 'nothing')).status).toBe(400);
    expect((await fetch(collector.url)).status).toBe(404);
    expect(collector.events.map(({ insert_id }) => insert_id)).toEqual(['a', 'b', 'c']);
    expect(collector.metas[0]).toEqual({ library: 'x' });
    await expect(collector.waitForEvents(9, 20)).rejects.toThrow(
      '3 of 9 events arrived within 20 ms',
    );
  });

  test('fails as configured, and a program still delivers each event once', async () => {
    await using collector = await createTestCollector();
    const home = createTestHome(collector.url);
    collector.setFault({ status: 503, retryAfterSeconds: 1 }, 1);
    await runTool(home, ['app', 'run', 'return']);
    await drain(home);
    expect([collector.requests, collector.events.length]).toEqual([1, 0]);
    collector.setFault('lose_answer', 1);
    await drain(home);
    expect(collector.events).toHaveLength(5);
    await drain(home);
    expect(collector.events).toHaveLength(5);
    expect(collector.requests).toBe(3);
    home.remove();
  });
});

test('does not load in production', async () => {
  const url = new URL('../dist/testing.js', import.meta.url).href;
  const code = `import(${JSON.stringify(url)}).catch((error) => console.log(error.code))`;
  const environment = { PATH: process.env.PATH ?? '' };
  const load = (variables: object) =>
    runNode(['--input-type=module', '-e', code], { ...environment, ...variables });
  expect((await load({ NODE_ENV: 'production' })).stdout.trim()).toBe('testing_in_production');
  expect((await load({})).stdout).toBe('');
});
