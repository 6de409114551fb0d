import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browse } from './person-at-browser.js';
import type { PlanId } from './person-state.js';
import type { ScenarioWorld } from './scenario.js';
import { keys, type Turn } from './terminal.js';

/** The prompts of orbit, by the text it shows. */
export const prompts = {
  name: 'Name of the application:',
  /** Not a prompt: orbit waits for the browser. */
  browser: 'Waiting for the browser',
  createFirst: 'You have no application yet. Create one?',
  plan: 'Plan:',
  billingPage: 'Open the billing page?',
  terms: 'Accept the terms',
  region: 'Region:',
  otherRegion: 'has no room at the moment. Use:',
  asDefault: 'by default?',
  application: 'Application:',
  newPlan: 'Plan for ',
  invoice: 'to see the invoice?',
  /** Not a prompt: orbit waits for the service. */
  changing: 'Changing to the',
} as const;

type PromptName = keyof typeof prompts;

/** As in lists of plans. */
export const planNames: Record<PlanId, string> = { free: 'Free', starter: 'Starter', pro: 'Pro' };

/** Answers that lead to success, in order. */
export function answer(world: ScenarioWorld): Record<PromptName, Turn> {
  const { name, plan = 'free', region = 'eu-1' } = world;
  const turn = (prompt: PromptName, text: string): Turn => ({
    waitFor: prompts[prompt],
    type: text + keys.enter,
  });
  return {
    name: turn('name', name),
    browser: { waitFor: prompts.browser },
    createFirst: turn('createFirst', 'n'),
    application: turn('application', ''),
    newPlan: turn('newPlan', planNames[plan]),
    invoice: turn('invoice', 'n'),
    changing: { waitFor: prompts.changing },
    // Typing the first letters of a choice selects it.
    plan: turn('plan', planNames[plan]),
    billingPage: turn('billingPage', 'n'),
    terms: turn('terms', 'y'),
    region: turn('region', region),
    otherRegion: turn('otherRegion', ''),
    asDefault: turn('asDefault', 'n'),
  };
}

/** Ctrl-C when a prompt, or any other text, is shown. */
export function cancelAt(prompt: PromptName): Turn {
  return { waitFor: prompts[prompt], type: keys.ctrlC };
}

/** orbit asks the last question only if there is a default application. */
export function lastTurns(world: ScenarioWorld): Turn[] {
  const file = join(world.user.configDirectory, 'profiles.json');
  const profiles = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  return (profiles?.default_application ?? null) === null ? [] : [answer(world).asDefault];
}

/** The whole sign-in URL, and everything up to `last`, which orbit shows after it. */
export const signInAddressUntil = (last: string): RegExp =>
  new RegExp(`http:\\S+/oauth/authorize\\?\\S+\\s[^]*?${last}`);

/** The person opens the URL on the screen and signs in there. */
export function openByHand({ person }: ScenarioWorld): Turn {
  return {
    waitFor: signInAddressUntil(prompts.browser),
    act: (found) => {
      // orbit keeps the page waiting until it has the data it needs, and prints more meanwhile. If
      // the page refuses the person, orbit continues to wait and the run ends with an error.
      const [address = ''] = found.split(/\s/);
      browse(address, { action: 'sign_in', ...person }).catch(() => undefined);
    },
  };
}
