import type { CaseRun, ContractCase } from '../contract-case.js';
import { answer, ctrlC, prompts, waits } from '../dialogue.js';
import {
  appId,
  cancelled,
  create,
  identify,
  invoked,
  now,
  succeeded,
  type Thrown,
  threw,
} from '../expected-events.js';
import { doing } from '../person.js';

const list: Pick<CaseRun, 'args'> = { args: ['application', 'list'] };
const byFlags = ['application', 'create', '--name', 'sparrow', '--accept-terms'];
const person = now({ user: 'person' });

const ended: Thrown = { error_class: 'SessionEndedError', error_source: 'user', exit_code: 4 };

/** Signing in, and renewing the session, during another command. */
export const lazySignIn: readonly ContractCase[] = [
  {
    title: 'List applications on a terminal without a session',
    rules: ['flow.lazy_login', 'flow.lazy_attribution', 'command.invoked_after_auth_check'],
    runs: [{ ...list, turns: [], exitCode: 0, events: [invoked, person, identify, succeeded] }],
  },
  {
    title: 'Create an application on a terminal without a session',
    rules: ['flow.lazy_login', 'flow.lazy_attribution'],
    runs: [
      {
        args: ['application', 'create'],
        turns: [
          answer(prompts.name, 'sparrow'),
          answer(prompts.plan, 'Free'),
          answer(prompts.terms, 'y'),
          answer(prompts.region, 'eu-1'),
        ],
        exitCode: 0,
        events: [
          invoked,
          create.started(),
          person,
          identify,
          create.accepted('free'),
          now({ app_id: appId, configured_applications: 1 }),
          create.completed({ region: 'eu-1', plan: 'free' }),
          succeeded,
        ],
      },
    ],
  },
  {
    title: 'Cancel on the page a sign-in that another command started',
    rules: ['flow.lazy_login', 'command.not_failed_when_cancelled'],
    runs: [{ ...list, turns: [], env: doing('cancel'), exitCode: 2, events: [invoked, cancelled] }],
  },
  {
    title: 'Ctrl-C while another command waits for the browser',
    rules: ['flow.lazy_login', 'error.cancel_by_abort'],
    runs: [
      {
        args: ['application', 'create'],
        turns: [answer(prompts.name, 'sparrow'), ctrlC(waits.browser)],
        env: doing('never_answer'),
        exitCode: 2,
        events: [invoked, create.started(), create.aborted('auth', 'cancelled'), cancelled],
      },
    ],
  },
  {
    title: 'List applications with an access token that has expired',
    rules: ['flow.lazy_renewal', 'flow.lazy_attribution', 'identity.identify_on_renewal'],
    world: { session: 'stored' },
    runs: [
      {
        ...list,
        prepare: (scene) => scene.expireAccessTokens(),
        exitCode: 0,
        events: [invoked, identify, succeeded],
      },
      { ...list, exitCode: 0, events: [invoked, succeeded] },
    ],
  },
  {
    title: 'Meet 401 in the middle of creating an application',
    rules: ['flow.lazy_renewal', 'identity.identify_on_renewal', 'fault.unauthorized_midway'],
    world: { session: 'stored' },
    runs: [
      {
        args: byFlags,
        faults: [{ method: 'POST', path: '/v1/applications', status: 401 }],
        exitCode: 0,
        events: [
          invoked,
          create.started(),
          create.accepted('free'),
          identify,
          now({ app_id: appId, configured_applications: 1 }),
          create.completed({ region: 'eu-1', plan: 'free' }),
          succeeded,
        ],
      },
    ],
  },
  {
    title: 'Meet 401 repeatedly in the middle of creating an application',
    rules: ['fault.unauthorized_midway', 'command.exit_code'],
    world: { session: 'stored' },
    runs: [
      {
        args: byFlags,
        faults: [{ method: 'POST', path: '/v1/applications', status: 401, times: 10 }],
        exitCode: 4,
        events: [
          invoked,
          create.started(),
          create.accepted('free'),
          identify,
          create.failed('api_call', 'UnauthorizedError'),
          ...threw({
            error_class: 'UnauthorizedError',
            error_source: 'api',
            http_status: 401,
            exit_code: 4,
          }),
        ],
      },
    ],
  },
  {
    title: 'List applications with a session that was revoked, without a terminal',
    rules: ['command.exit_code'],
    world: { session: 'stored' },
    runs: [
      {
        ...list,
        prepare: (scene) => scene.revokeSessions(),
        exitCode: 4,
        events: [invoked, ...threw(ended)],
      },
    ],
  },
  {
    title: 'List applications with a session that was revoked, on a terminal',
    rules: ['flow.lazy_login', 'flow.lazy_renewal'],
    world: { session: 'stored' },
    runs: [
      {
        ...list,
        turns: [],
        prepare: (scene) => scene.revokeSessions(),
        exitCode: 0,
        events: [invoked, identify, succeeded],
      },
    ],
  },
  {
    title: 'Meet 500 when the session is renewed',
    rules: ['fault.token_endpoint'],
    world: { session: 'stored' },
    runs: [
      {
        ...list,
        prepare: (scene) => scene.expireAccessTokens(),
        faults: [{ method: 'POST', path: '/oauth/token', status: 500 }],
        exitCode: 1,
        events: [
          invoked,
          ...threw({ error_class: 'CloudFailureError', error_source: 'api', http_status: 500 }),
        ],
      },
    ],
  },
];
