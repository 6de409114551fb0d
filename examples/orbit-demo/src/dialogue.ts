import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioWorld } from './scenario.js';
import { keys, type Turn } from './terminal.js';

/** The prompts of `orbit application create`, by what they show. */
export const prompts = {
  name: 'Name of the application:',
  /** Not a question: somebody has to come back from the browser. */
  browser: 'Waiting for the browser',
  createFirst: 'You have no application yet. Create one?',
  plan: 'Plan:',
  billingPage: 'Open the billing page?',
  terms: 'Accept the terms',
  region: 'Region:',
  otherRegion: 'has no room at the moment. Use:',
  asDefault: 'by default?',
} as const;

type PromptName = keyof typeof prompts;

const planNames = { free: 'Free', starter: 'Starter', pro: 'Pro' };

/** The answers of somebody who goes through with it, in order. */
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
    // Typing the first letters of a choice moves to it.
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

/** The last question is only asked of somebody who has a default application already. */
export function lastTurns(world: ScenarioWorld): Turn[] {
  const hasProfiles = existsSync(join(world.user.configDirectory, 'profiles.json'));
  return hasProfiles ? [answer(world).asDefault] : [];
}
