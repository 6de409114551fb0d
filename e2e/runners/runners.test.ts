import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { within } from '../received-runs.js';
import { type ReceivingServer, startReceivingServer } from '../runtimes/receiving-server.js';
import { createRunnerPlace, type RunnerPlace } from './runner-place.js';
import { runners } from './runners.js';
import { type Finding, pagePath, renderPage, type Who } from './runners-page.js';

let server: ReceivingServer;
let proxy: ReceivingServer;
let place: RunnerPlace | undefined;
beforeEach(async () => {
  server = await startReceivingServer();
  proxy = await startReceivingServer();
});
afterEach(async () => {
  await place?.remove();
  await server.close();
  await proxy.close();
});

/** Events of the runs with this label, by run. */
function received(label: string, { events }: ReceivingServer = server) {
  const own = events.filter(({ properties }) => properties.label === label);
  const ids = [...new Set(own.map(({ invocation_id }) => invocation_id))];
  return ids.map((id) => {
    const run = own.filter(({ invocation_id }) => invocation_id === id);
    return {
      names: run.map(({ event }) => event),
      sequence: run.map(({ sequence }) => sequence),
      first: run[0]?.properties ?? {},
      end: run.at(-1)?.properties ?? {},
      flow: run.find(({ event }) => event.startsWith('Serve A'))?.properties,
    };
  });
}

const whole = ['Command Invoked', 'Serve Started', 'Serve Completed', 'Command Completed'];

/** Waits for every run with this label, and that each arrives whole. */
async function expectWhole(label: string, count: number, from = server) {
  await within(15_000, () => received(label, from).length === count);
  const runs = received(label, from);
  expect(runs).toHaveLength(count);
  for (const { names, sequence } of runs) {
    expect(names).toEqual(whole);
    expect(sequence).toEqual(whole.map((_, index) => index + (sequence[0] ?? 0)));
  }
  return runs;
}

const whoOf = (runs: ReturnType<typeof received>): Who => {
  const [first, ...others] = runs.map(({ first: { cli_context, is_interactive } }) => ({
    context: String(cli_context),
    isInteractive: is_interactive === true,
  }));
  if (first === undefined) throw new Error('no run was received');
  for (const other of others) expect(other).toEqual(first);
  return first;
};

const findings: Finding[] = [];

test.each(runners)('$title', async (runner) => {
  place = await createRunnerPlace(server.url, runner);
  const { one, many = one, goesOn } = runner;

  // Nobody has read a notice yet.
  const screens: string[] = [];
  for (const line of [one, many]) {
    screens.push((await place.run(line, { label: 'fresh' })).screen);
    expect(place.noted('fresh').length, screens.join('\n')).toBeGreaterThanOrEqual(screens.length);
  }
  const shown = screens.map((screen) => screen.includes('lantern telemetry disable'));
  const isShown = shown.includes(true);
  expect(place.files().includes('notice-1'), screens.join('\n')).toBe(isShown);
  expect(shown.filter(Boolean).length).toBeLessThanOrEqual(1);
  expect(server.events).toEqual([]);
  const freshRuns = place.noted('fresh').length;

  // A person has, ten minutes ago.
  place.plan({ label: 'person' });
  await place.runAsPerson();
  const { code, screen } = await place.run(one, { label: 'one', exitCode: 2 });
  const oneRuns = await expectWhole('one', 1);
  expect(oneRuns[0]?.end, screen).toMatchObject({ exit_code: 2, user_cancelled: false });
  await place.run(many, { label: 'many' });
  const manyRuns = await expectWhole('many', place.noted('many').length);
  expect(manyRuns).toHaveLength(runner.many === undefined ? 1 : 2);
  for (const { end } of manyRuns) expect(end).toMatchObject({ exit_code: 0 });

  // Ctrl-C.
  await place.run(one, { label: 'stopped', waits: true }, { interrupts: true });
  await within(5_000, () => received('stopped').length === 1);
  place.plan({ label: 'outside' });
  const outside = spawn(place.lantern, ['go'], { env: place.environment, stdio: 'ignore' });
  await once(outside, 'exit');
  await expectWhole('outside', 1);
  await place.untilToolEnded();
  const [stopped, ...more] = received('stopped');
  expect(more).toEqual([]);
  expect(stopped?.flow).toMatchObject({ reason: 'cancelled' });
  expect(stopped?.names).toEqual([...whole.slice(0, 2), 'Serve Aborted', 'Command Completed']);

  // What is said in the runner's environment.
  await place.run(
    one,
    { label: 'agent' },
    {
      variables: { CI: 'true', BUILDKITE: 'true', CLAUDECODE: '1', HTTP_PROXY: proxy.url },
    },
  );
  const [agent] = await expectWhole('agent', 1, proxy);
  expect(agent?.first).toMatchObject({
    is_ci: true,
    ci_name: 'buildkite',
    cli_context: 'agent:claude-code',
    is_interactive: false,
  });
  const before = place.files();
  await place.run(one, { label: 'asked_not_to' }, { variables: { DO_NOT_TRACK: '1' } });
  await place.run(one, { label: 'off' }, { variables: { LANTERN_TELEMETRY: 'off' } });
  expect(place.files()).toEqual(before);

  // All that was recorded has come, once.
  await expectWhole('fresh', freshRuns);
  await expectWhole('person', 1);
  const disable = spawn(place.lantern, ['telemetry', 'disable'], {
    env: place.environment,
    stdio: 'ignore',
  });
  await once(disable, 'exit');
  await place.run(one, { label: 'disabled' });
  for (const label of ['asked_not_to', 'off', 'disabled']) {
    expect(place.noted(label), label).toHaveLength(1);
    expect(received(label)).toEqual([]);
    expect(received(label, proxy)).toEqual([]);
  }
  const ids = [...server.events, ...proxy.events].map(({ insert_id }) => insert_id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(place.files().filter((name) => /\.jsonl$|lock|lease/.test(name))).toEqual([]);
  expect(place.litter()).toEqual([]);
  expect(place.processes('tool')).toEqual([]);

  findings.push({
    runner,
    one: whoOf(oneRuns),
    ...(runner.many !== undefined && { many: whoOf(manyRuns) }),
    isNoticeShown: isShown,
    ...(goesOn === undefined && { code }),
    stopped: {
      exitCode: Number(stopped?.end.exit_code),
      isCancelled: stopped?.end.user_cancelled === true,
    },
  });
});

test('the page says what was seen', async (context) => {
  // With `-t` only some runners run; the page would lose the others.
  context.skip(findings.length < runners.length, 'Not every runner was run');
  await expect(renderPage(findings)).toMatchFileSnapshot(pagePath);
});
