import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CloudAdmin } from './cloud-admin.js';
import { drain } from './drain.js';
import { type OrbitWorld, useOrbitWorld } from './fixtures/orbit-world.js';
import type { IngestReceiver } from './ingest-receiver.js';
import type { OrbitUser } from './orbit-user.js';
import { type RunOptions, runOrbit } from './run-orbit.js';
import { keys } from './terminal.js';

let createAda: OrbitWorld['createAda'];
let cloud: CloudAdmin;
let receiver: IngestReceiver;
let user: OrbitUser;
let userId: string;

useOrbitWorld((world) => {
  ({ createAda, cloud, receiver } = world);
});

const orbit = (args: string[], options?: RunOptions) => runOrbit(user, args, options);

/** A new person with an application called sparrow on the free plan. */
async function createPerson({ billing }: { billing: boolean }): Promise<void> {
  ({ user, userId } = await createAda({ billing }));
  const run = await orbit([
    ...['application', 'create', '--name', 'sparrow', '--accept-terms'],
    '--no-telemetry',
  ]);
  expect(run).toMatchObject({ exitCode: 0 });
}

/** The flow's events in the last run, without common properties. */
async function flowOfLastRun() {
  await drain(user);
  const events = receiver.invocations().at(-1) ?? [];
  return events
    .filter(({ event }) => event.startsWith('CLI '))
    .map(({ event, properties }) => {
      const { direction, requested_plan, plan, from_plan, to_plan, step, reason } = properties;
      const own = { direction, requested_plan, plan, from_plan, to_plan, step, reason };
      const defined = Object.entries(own).filter(([, value]) => value !== undefined);
      return [event.replace('CLI Application Plan Change ', ''), Object.fromEntries(defined)];
    });
}

test('up and down by flags, printed and stored in the profile', async () => {
  await createPerson({ billing: true });
  const json = ['-o', 'json', '--no-telemetry'];
  const upgrade = ['application', 'upgrade', '--plan', 'pro', ...json];
  const prices = { from_plan: 'free', to_plan: 'pro', price_cents: 2900, currency: 'USD' };
  const dry = await orbit([...upgrade, '--dry-run']);
  expect(JSON.parse(dry.stdout)).toMatchObject({ dry_run: true, ...prices, user_id: userId });
  const up = await orbit([...upgrade, '--app', 'sparrow', '--accept-terms']);
  expect(JSON.parse(up.stdout)).toMatchObject({ application: { name: 'sparrow' }, ...prices });
  const profiles = JSON.parse(readFileSync(join(user.configDirectory, 'profiles.json'), 'utf8'));
  expect(Object.values(profiles.applications)).toMatchObject([{ name: 'sparrow', plan: 'pro' }]);
  const free = ['--plan', 'free', '--accept-terms', '--no-telemetry'];
  const down = await orbit(['application', 'downgrade', ...free]);
  expect(down.stdout).toMatch(/^sparrow \(app_\w+\) went from pro to free, \$0\.00 a month\.\n$/);
});

test('every error comes with advice', async () => {
  await createPerson({ billing: true });
  const endings = [
    [['upgrade', '--plan', 'free'], 'on the free plan already', 'Choose another with --plan'],
    [['upgrade', '--plan', 'pro'], 'the terms were not accepted', '--accept-terms'],
    [['downgrade'], 'the cheapest plan', 'orbit application upgrade'],
    [['downgrade', '--plan', 'pro'], 'From free to pro is an upgrade', 'orbit application upgrade'],
    [['upgrade'], 'needs a plan', '--plan: starter, pro'],
    [['upgrade', '--plan', 'gold'], 'no such plan', 'free, starter, pro'],
    [['upgrade', '--plan', 'pro', '--app', 'wren'], 'no such application', 'sparrow'],
  ] as const;
  for (const [args, said, hint] of endings) {
    const run = await orbit(['application', ...args, '--no-telemetry']);
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(said);
    expect(run.stderr).toContain(hint);
  }
});

test('a plan that another person changed meanwhile counts as already changed', async () => {
  await createPerson({ billing: true });
  const path = '/v1/applications/:application_id/plan';
  const race = { path, status: 409, code: 'already_on_plan', user_id: userId };
  await cloud.addFault(race);
  const run = await orbit(['application', 'upgrade', '--plan', 'pro', '--accept-terms']);
  expect(run.exitCode).toBe(1);
  const reason = 'already_on_plan';
  const ended = ['Aborted', { direction: 'upgrade', step: 'api_call', reason }];
  expect((await flowOfLastRun()).at(-1)).toEqual(ended);
});

test('without a card, orbit offers the billing page in a terminal, and the flow ends as elsewhere', async () => {
  await createPerson({ billing: false });
  const browser = join(user.root, 'browser');
  const seen = join(user.root, 'seen');
  writeFileSync(
    browser,
    `#!/bin/sh\necho "$1" > '${seen}.draft' && mv '${seen}.draft' '${seen}'\n`,
  );
  chmodSync(browser, 0o755);
  const run = await orbit(['application', 'upgrade'], {
    env: { BROWSER: browser },
    turns: [
      { waitFor: 'Plan for sparrow, now Free', type: `Pro${keys.enter}` },
      { waitFor: 'Open the billing page?', type: `y${keys.enter}` },
    ],
  });
  expect(run.exitCode).toBe(1);
  await expect.poll(() => existsSync(seen)).toBe(true);
  expect(run.stdout).toContain(`Add one at ${readFileSync(seen, 'utf8').trim()} and`);
  expect(await flowOfLastRun()).toEqual([
    ['Started', { direction: 'upgrade' }],
    ['Aborted', { direction: 'upgrade', step: 'billing', reason: 'billing_required' }],
  ]);
});

test('select changes the default application, which commands then use', async () => {
  await createPerson({ billing: true });
  const quiet = (...args: string[]) => orbit(['application', ...args, '--no-telemetry']);
  await quiet('create', '--name', 'wren', '--accept-terms');
  expect((await quiet('select', '--app', 'wren', '--dry-run')).stdout).toContain('Would use wren');
  expect((await quiet('downgrade')).stderr).toContain('sparrow is on');
  expect((await quiet('select', '--app', 'wren')).exitCode).toBe(0);
  expect((await quiet('downgrade')).stderr).toContain('wren is on');
  expect((await quiet('select')).stderr).toContain('--app: sparrow, wren');
});

test('all of them need a session', async () => {
  const person = { userName: 'ada', password: 'a few good words' };
  ({ user } = await createAda({ billing: false, person }));
  for (const command of ['select', 'upgrade', 'downgrade']) {
    expect(await orbit(['application', command])).toMatchObject({ exitCode: 4, stdout: '' });
  }
  expect(existsSync(user.spoolDirectory)).toBe(false);
});
