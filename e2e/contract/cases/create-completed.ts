import { type CaseRun, type ContractCase, closedRegion, unknownPlan } from '../contract-case.js';
import { damageProfiles, unwritableConfiguration } from '../damage.js';
import { answer, ctrlC, prompts } from '../dialogue.js';
import { appId, create, invoked, now, succeeded, threw } from '../expected-events.js';

const byFlags = (...more: string[]) => [
  'application',
  'create',
  '--name',
  'sparrow',
  '--accept-terms',
  ...more,
];

/** Base properties once the application exists. */
const learned = (configured_applications: number) =>
  [now({ app_id: appId }), now({ configured_applications })] as const;

const completedWith = (plan: string, region: string, configured = 1): CaseRun['events'] => [
  invoked,
  create.started(),
  create.accepted(plan),
  ...learned(configured),
  create.completed({ region, plan }),
  succeeded,
];

export const createCompleted: readonly ContractCase[] = [
  {
    title: 'Create an application, answering every question',
    rules: ['identity.signed_in', 'identity.no_identify_without', 'create.free_is_free'],
    world: { session: 'stored' },
    runs: [
      {
        args: ['application', 'create'],
        turns: [
          answer(prompts.name, 'sparrow'),
          answer(prompts.plan, 'Free'),
          answer(prompts.terms, 'y'),
          answer(prompts.region, 'us-1'),
        ],
        exitCode: 0,
        events: completedWith('free', 'us-1'),
      },
    ],
  },
  {
    title: 'Create an application on a paid plan, with a card on file',
    world: { session: 'stored', billing: true },
    runs: [
      { args: byFlags('--plan', 'starter'), exitCode: 0, events: completedWith('starter', 'eu-1') },
    ],
  },
  {
    title: 'Create an application on a plan that orbit does not know',
    rules: ['create.unknown_plan'],
    world: { session: 'stored', offersUnknownPlan: true },
    runs: [
      {
        args: byFlags('--plan', unknownPlan.id),
        secrets: [unknownPlan.id],
        exitCode: 0,
        events: completedWith('unknown', 'eu-1'),
      },
    ],
  },
  {
    title: 'Create an application with flags alone',
    rules: ['base.command', 'base.flags', 'command.invoked_after_auth_check'],
    world: { session: 'stored', billing: true },
    runs: [
      {
        args: byFlags('--plan', 'pro', '--region', 'eu-2', '-o', 'json'),
        exitCode: 0,
        events: completedWith('pro', 'eu-2'),
      },
    ],
  },
  {
    title: 'Create an application with a token from the environment',
    world: { session: 'token' },
    runs: [
      {
        args: byFlags(),
        exitCode: 0,
        events: [
          invoked,
          create.started(),
          now({ user: 'person' }),
          create.accepted('free'),
          ...learned(1),
          create.completed({ region: 'eu-1', plan: 'free' }),
          succeeded,
        ],
      },
    ],
  },
  {
    title: 'Create an application in a region without room, and choose another',
    rules: ['create.region_used'],
    world: { session: 'stored' },
    runs: [
      {
        args: ['application', 'create', '--name', 'sparrow', '--accept-terms', '--plan', 'free'],
        turns: [answer(prompts.region, closedRegion), answer(prompts.otherRegion, 'us-1')],
        exitCode: 0,
        events: completedWith('free', 'us-1'),
      },
    ],
  },
  {
    title: 'Create an application in a region without room, and get the nearest that has',
    rules: ['create.region_used'],
    world: { session: 'stored' },
    runs: [
      {
        args: byFlags('--region', closedRegion),
        exitCode: 0,
        events: completedWith('free', 'us-2'),
        shows: ['using us-2'],
      },
    ],
  },
  {
    title: 'Create a second application and make it the default one',
    world: { session: 'stored', applications: ['wren'] },
    runs: [
      {
        args: byFlags('--region', 'eu-1', '--plan', 'free'),
        turns: [answer(prompts.asDefault, 'y')],
        exitCode: 0,
        events: completedWith('free', 'eu-1', 2),
      },
    ],
  },
  {
    title: 'Create a second application, and leave by Ctrl-C when asked about the default one',
    rules: ['flow.courtesy_cancelled'],
    world: { session: 'stored', applications: ['wren'] },
    runs: [
      {
        args: byFlags('--region', 'eu-1', '--plan', 'free'),
        turns: [ctrlC(prompts.asDefault)],
        exitCode: 0,
        events: completedWith('free', 'eu-1', 2),
      },
    ],
  },
  {
    title: 'Dry run of creating an application, by flags',
    rules: ['flow.dry_run'],
    world: { session: 'stored' },
    runs: [
      {
        args: byFlags('--dry-run'),
        exitCode: 0,
        events: [invoked, succeeded],
        shows: ['Would create'],
      },
    ],
  },
  {
    title: 'Dry run of creating an application, answering questions',
    rules: ['flow.dry_run'],
    world: { session: 'stored' },
    runs: [
      {
        args: ['application', 'create', '--dry-run'],
        turns: [
          answer(prompts.name, 'sparrow'),
          answer(prompts.plan, 'Free'),
          answer(prompts.region, 'eu-1'),
        ],
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Create an application while the result cannot be printed',
    rules: ['flow.courtesy_failed', 'error.system'],
    world: { session: 'stored' },
    runs: [
      {
        args: byFlags(),
        output: '/dev/full',
        exitCode: 1,
        events: [
          invoked,
          create.started(),
          create.accepted('free'),
          ...learned(1),
          create.completed({ region: 'eu-1', plan: 'free' }),
          ...threw({ error_class: 'ENOSPC', error_source: 'filesystem' }),
        ],
      },
    ],
  },
  {
    title: 'Create an application while its profile cannot be kept',
    rules: ['flow.courtesy_failed'],
    world: { session: 'stored', applications: ['wren'] },
    runs: [
      {
        args: byFlags(),
        prepare: damageProfiles,
        context: { app_id: undefined, configured_applications: undefined },
        exitCode: 0,
        events: [
          invoked,
          create.started(),
          create.accepted('free'),
          now({ app_id: appId }),
          create.completed({ region: 'eu-1', plan: 'free' }),
          succeeded,
        ],
        shows: ['The API key was not kept on this machine'],
      },
    ],
  },
  {
    title: 'Create an application where nothing can be written',
    rules: ['flow.courtesy_failed'],
    world: { session: 'token' },
    runs: [
      {
        args: byFlags(),
        env: unwritableConfiguration,
        exitCode: 0,
        events: [
          invoked,
          create.started(),
          now({ user: 'person' }),
          create.accepted('free'),
          now({ app_id: appId }),
          create.completed({ region: 'eu-1', plan: 'free' }),
          succeeded,
        ],
        shows: ['The API key was not kept on this machine'],
      },
    ],
  },
];
