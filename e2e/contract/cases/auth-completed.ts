import type { CaseRun, CaseWorld, ContractCase } from '../contract-case.js';
import { answer, prompts, waits } from '../dialogue.js';
import {
  type AuthEvents,
  appId,
  type ContextChange,
  identify,
  invoked,
  login,
  now,
  signup,
  succeeded,
} from '../expected-events.js';
import { doing, noBrowser, openByHand, other, person, sitDown, useChromium } from '../person.js';

const flowOf = { login, signup };
type Flow = keyof typeof flowOf;
const args = (flow: Flow, ...more: string[]) => ['auth', flow, ...more];

/** Expected events of a successful sign-in. */
function signedIn(
  flow: AuthEvents,
  user: 'person' | 'other',
  {
    browser = 'opened',
    learned = [],
  }: { browser?: 'opened' | 'failed' | 'none'; learned?: ContextChange[] } = {},
): CaseRun['events'] {
  return [
    invoked,
    flow.started({ no_browser: browser === 'none' }),
    ...(browser === 'opened' ? [flow.browserOpened] : []),
    ...(browser === 'failed' ? [flow.browserFailed] : []),
    flow.callbackReceived,
    now({ user }),
    identify,
    ...learned,
    flow.completed(),
    succeeded,
  ];
}

/** With an application that is now the default. */
const chosen = { learned: [now({ app_id: appId })] };

/** For a new account, the person is not the one of the case. */
const newcomer = (more: Partial<CaseRun> = {}): Partial<CaseRun> => ({
  prepare: (scene) => sitDown(scene, other),
  env: doing('sign_up'),
  ...more,
});

const one: CaseWorld = { applicationsElsewhere: ['sparrow'] };
const two: CaseWorld = { applicationsElsewhere: ['sparrow', 'wren'] };

const noLater = answer(prompts.createFirst, 'n');

const signIn = useChromium();
const signUp = useChromium();
const switchAccount = useChromium();

export const authCompleted: readonly ContractCase[] = [
  {
    title: 'Sign in with Chromium',
    rules: ['identity.identify_on_sign_in', 'auth.create_or_select'],
    world: one,
    runs: [
      {
        args: args('login'),
        turns: [],
        ...signIn(async (page) => {
          await page.getByLabel('User name').fill(person.userName);
          await page.getByLabel('Password').fill(person.password);
          await page.getByRole('button', { name: 'Sign in' }).click();
          await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
        }),
        exitCode: 0,
        events: signedIn(login, 'person', chosen),
      },
    ],
  },
  {
    title: 'Sign up with Chromium',
    rules: ['identity.identify_on_sign_up'],
    runs: [
      {
        args: args('signup'),
        turns: [noLater],
        ...signUp(async (page) => {
          await page.getByLabel('User name').fill(other.userName);
          await page.getByLabel('Password').fill(other.password);
          await page.getByRole('button', { name: 'Create account' }).click();
          await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
        }),
        exitCode: 0,
        events: signedIn(signup, 'other'),
      },
    ],
  },
  {
    title: 'Sign in as another person with Chromium',
    rules: ['identity.identify_on_switch'],
    runs: [
      {
        args: args('signup'),
        ...switchAccount(
          async (page) => {
            await page.getByLabel('User name').fill(other.userName);
            await page.getByLabel('Password').fill(other.password);
            await page.getByRole('button', { name: 'Create account' }).click();
            await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
          },
          { isLast: false },
        ),
        exitCode: 0,
        events: signedIn(signup, 'other'),
      },
      {
        args: args('login'),
        ...switchAccount(async (page) => {
          // The browser still knows the other person, and asks.
          await page.getByRole('link', { name: 'another account' }).click();
          await page.getByLabel('User name').fill(person.userName);
          await page.getByLabel('Password').fill(person.password);
          await page.getByRole('button', { name: 'Sign in' }).click();
          await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
        }),
        context: { user: 'other' },
        exitCode: 0,
        events: signedIn(login, 'person'),
      },
      {
        args: ['init'],
        context: { user: 'person' },
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
  {
    title: 'Sign in without a terminal and without an application',
    rules: ['identity.identify_on_sign_in'],
    runs: [{ args: args('login', '-o', 'json'), exitCode: 0, events: signedIn(login, 'person') }],
  },
  {
    title: 'Sign in again',
    world: { session: 'stored' },
    runs: [{ args: args('login'), exitCode: 0, events: signedIn(login, 'person') }],
  },
  {
    title: 'Sign in and choose one of several applications',
    rules: ['auth.create_or_select'],
    world: two,
    runs: [
      {
        args: args('login'),
        turns: [answer(prompts.application, 'wren')],
        exitCode: 0,
        events: signedIn(login, 'person', chosen),
      },
    ],
  },
  {
    title: 'Sign in and create the first application',
    rules: ['auth.create_or_select', 'flow.nested_collapses'],
    runs: [
      {
        args: args('login'),
        turns: [
          answer(prompts.createFirst, 'y'),
          answer(prompts.name, 'sparrow'),
          answer(prompts.plan, 'Free'),
          answer(prompts.terms, 'y'),
          answer(prompts.region, 'eu-1'),
        ],
        exitCode: 0,
        events: signedIn(login, 'person', {
          learned: [now({ app_id: appId, configured_applications: 1 })],
        }),
      },
    ],
  },
  {
    title: 'Sign in and create no application',
    runs: [
      { args: args('login'), turns: [noLater], exitCode: 0, events: signedIn(login, 'person') },
    ],
  },
  {
    title: 'Sign up without a terminal',
    rules: ['identity.identify_on_sign_up'],
    runs: [{ args: args('signup'), ...newcomer(), exitCode: 0, events: signedIn(signup, 'other') }],
  },
  {
    title: 'Sign in with a URL that is opened by hand',
    world: one,
    runs: [
      {
        args: args('login', '--no-browser'),
        turns: (scene) => [openByHand(scene, waits.browser, 'sign_in', person)],
        exitCode: 0,
        shows: [prompts.byHand],
        events: signedIn(login, 'person', { browser: 'none', ...chosen }),
      },
    ],
  },
  {
    title: 'Sign in if no browser can be opened',
    rules: ['auth.browser_failed_goes_on'],
    world: { ...one, env: noBrowser },
    runs: [
      {
        args: args('login'),
        turns: (scene) => [openByHand(scene, prompts.openYourself, 'sign_in', person)],
        exitCode: 0,
        events: signedIn(login, 'person', { browser: 'failed', ...chosen }),
      },
    ],
  },
  {
    title: 'Sign up if no browser can be opened',
    rules: ['auth.browser_failed_goes_on'],
    world: { env: noBrowser },
    runs: [
      {
        args: args('signup'),
        turns: (scene) => [openByHand(scene, prompts.openYourself, 'sign_up', other), noLater],
        exitCode: 0,
        events: signedIn(signup, 'other', { browser: 'failed' }),
      },
    ],
  },
  {
    title: 'Sign in without a keyring',
    rules: ['fault.no_keyring'],
    runs: [
      {
        args: args('login', '-o', 'json'),
        env: { ORBIT_KEYRING: 'on' },
        exitCode: 0,
        events: signedIn(login, 'person'),
        shows: ['"session_store": "file"'],
      },
      {
        args: ['auth', 'status'],
        env: { ORBIT_KEYRING: 'on' },
        context: { user: 'person' },
        exitCode: 0,
        events: [invoked, succeeded],
      },
    ],
  },
];
