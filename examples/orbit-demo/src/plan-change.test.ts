import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OrbitCloud, startOrbitCloud } from '@sonde/example-orbit-cloud';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CloudAdmin, createCloudAdmin } from './cloud-admin.js';
import { drain } from './drain.js';
import { type IngestReceiver, startIngestReceiver } from './ingest-receiver.js';
import { createUser, type OrbitUser } from './orbit-user.js';
import { type RunOptions, runOrbit } from './run-orbit.js';
import { keys } from './terminal.js';

let service: OrbitCloud;
let cloud: CloudAdmin;
let receiver: IngestReceiver;
let root: string;
let user: OrbitUser;
let userId: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'orbit-plan-change-'));
  service = await startOrbitCloud({ dataDirectory: join(root, 'cloud') });
  cloud = createCloudAdmin(service);
  receiver = await startIngestReceiver();
});
afterAll(async () => {
  await receiver.close();
  await service.close();
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});
afterEach(async () => {
  await drain(user);
  receiver.clear();
});

const orbit = (args: string[], options?: RunOptions) => runOrbit(user, args, options);

/** Somebody with an application called sparrow on the free plan. */
async function meet({ billing }: { billing: boolean }): Promise<void> {
  const account = await cloud.createUser({ name: 'Ada', billing });
  userId = account.userId;
  user = createUser({
    root: mkdtempSync(join(root, 'user-')),
    endpoint: receiver.url,
    cloudUrl: service.url,
    token: account.token,
    version: '1.3.1',
  });
  const run = await orbit([
    ...['application', 'create', '--name', 'sparrow', '--accept-terms'],
    '--no-telemetry',
  ]);
  expect(run).toMatchObject({ exitCode: 0 });
}

/** What the flow of the last run reported, without the common properties. */
async function flowOfLastRun() {
  await drain(user);
  const events = receiver.invocations().at(-1) ?? [];
  return events
    .filter(({ event }) => event.startsWith('CLI '))
    .map(({ event, properties }) => {
      const { direction, requested_plan, plan, from_plan, to_plan, step, reason } = properties;
      const own = { direction, requested_plan, plan, from_plan, to_plan, step, reason };
      const given = Object.entries(own).filter(([, value]) => value !== undefined);
      return [event.replace('CLI Application Plan Change ', ''), Object.fromEntries(given)];
    });
}

test('up and down by flags, reported with both plans, and nothing by a dry run', async () => {
  await meet({ billing: true });
  const upgrade = ['application', 'upgrade', '--plan', 'pro', '-o', 'json'];
  const dry = await orbit([...upgrade, '--dry-run']);
  expect(JSON.parse(dry.stdout)).toMatchObject({
    dry_run: true,
    from_plan: 'free',
    to_plan: 'pro',
    price_cents: 2900,
    user_id: userId,
  });
  expect(await flowOfLastRun()).toEqual([]);

  const up = await orbit([...upgrade, '--app', 'sparrow', '--accept-terms']);
  expect(up.exitCode).toBe(0);
  expect(JSON.parse(up.stdout)).toMatchObject({ from_plan: 'free', to_plan: 'pro' });
  expect(await flowOfLastRun()).toEqual([
    ['Started', { direction: 'upgrade', requested_plan: 'pro' }],
    ['Accepted Terms', { direction: 'upgrade', plan: 'pro' }],
    ['Completed', { direction: 'upgrade', from_plan: 'free', to_plan: 'pro' }],
  ]);
  const profiles = JSON.parse(readFileSync(join(user.configDirectory, 'profiles.json'), 'utf8'));
  expect(Object.values(profiles.applications)).toMatchObject([{ name: 'sparrow', plan: 'pro' }]);

  const down = await orbit(['application', 'downgrade', '--plan', 'free', '--accept-terms']);
  expect(down.stdout).toMatch(/^sparrow \(app_\w+\) went from pro to free, \$0\.00 a month\.\n$/);
  expect((await flowOfLastRun()).at(-1)).toEqual([
    'Completed',
    { direction: 'downgrade', from_plan: 'pro', to_plan: 'free' },
  ]);
});

test('stopped by a rule, or by a flag that cannot be: said with what to do', async () => {
  await meet({ billing: true });
  const endings = [
    [['upgrade', '--plan', 'free'], 'plan', 'already_on_plan', 'on the free plan already'],
    [['upgrade', '--plan', 'pro'], 'terms', 'declined_terms', '--accept-terms'],
    [['downgrade'], 'plan', 'no_candidates', 'the cheapest plan'],
    [['upgrade', '--plan', 'gold'], 'plan', undefined, 'free, starter, pro'],
    [['upgrade', '--plan', 'pro', '--app', 'wren'], 'application', undefined, 'Yours are: sparrow'],
  ] as const;
  for (const [args, step, reason, said] of endings) {
    const run = await orbit(['application', ...args]);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(said);
    const [direction] = args;
    expect((await flowOfLastRun()).at(-1)).toEqual(
      reason === undefined
        ? ['Failed', { direction, step }]
        : ['Aborted', { direction, step, reason }],
    );
  }
});

test('a plan that somebody else changed meanwhile is on it already', async () => {
  await meet({ billing: true });
  const path = '/v1/applications/:application_id/plan';
  const race = { path, status: 409, code: 'already_on_plan', user_id: userId };
  await cloud.addFault(race);
  const run = await orbit(['application', 'upgrade', '--plan', 'pro', '--accept-terms']);
  expect(run.exitCode).toBe(1);
  const reason = 'already_on_plan';
  const ended = ['Aborted', { direction: 'upgrade', step: 'api_call', reason }];
  expect((await flowOfLastRun()).at(-1)).toEqual(ended);
});

test('at the billing wall a terminal offers the page, and the flow ends as elsewhere', async () => {
  await meet({ billing: false });
  const wall = [
    ['Started', { direction: 'upgrade' }],
    ['Aborted', { direction: 'upgrade', step: 'billing', reason: 'billing_required' }],
  ];
  const run = await orbit(['application', 'upgrade'], {
    turns: [
      { waitFor: 'Plan for sparrow, now Free', type: `Pro${keys.enter}` },
      { waitFor: 'Open the billing page?', type: keys.ctrlC },
    ],
  });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain('Add one at');
  expect(await flowOfLastRun()).toEqual(wall);
  const elsewhere = await orbit(['application', 'upgrade', '--plan', 'pro', '--accept-terms']);
  expect(elsewhere.exitCode).toBe(1);
  expect((await flowOfLastRun()).at(-1)).toEqual(wall[1]);
});

test('an invoice that cannot be shown changes nothing', async () => {
  await meet({ billing: true });
  const run = await orbit(['application', 'upgrade', '--plan', 'starter'], {
    env: { BROWSER: '/nonexistent' },
    turns: [
      { waitFor: 'Accept the terms', type: `y${keys.enter}` },
      { waitFor: 'to see the invoice?', type: `y${keys.enter}` },
      { waitFor: 'No browser could be opened.' },
    ],
  });
  expect(run.exitCode).toBe(0);
  expect((await flowOfLastRun()).at(-1)?.[0]).toBe('Completed');
});

test('select changes the default application, which commands then use', async () => {
  await meet({ billing: true });
  const names = ['--name', 'wren', '--accept-terms', '--no-telemetry'];
  await orbit(['application', 'create', ...names]);
  const dry = await orbit(['application', 'select', '--app', 'wren', '--dry-run']);
  expect(dry.stdout).toContain('Would use wren');
  const chosen = await orbit(['application', 'select'], {
    turns: [{ waitFor: 'Application:', type: `wren${keys.enter}` }],
  });
  expect(chosen).toMatchObject({ exitCode: 0 });
  const upgrade = ['application', 'upgrade', '--plan', 'pro', '--dry-run', '-o', 'json'];
  expect(JSON.parse((await orbit(upgrade)).stdout).application.name).toBe('wren');
  const asked = await orbit(['application', 'select']);
  expect(asked.stderr).toContain('--app: sparrow, wren');
});

test('all of it needs a session', async () => {
  user = createUser({
    root: mkdtempSync(join(root, 'user-')),
    endpoint: receiver.url,
    cloudUrl: service.url,
  });
  for (const command of ['select', 'upgrade', 'downgrade']) {
    expect(await orbit(['application', command])).toMatchObject({ exitCode: 4, stdout: '' });
  }
  expect(existsSync(user.spoolDirectory)).toBe(false);
});
