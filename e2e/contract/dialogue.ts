import { keys, type Turn } from '@sonde/example-orbit-demo';

/** The prompts of orbit, by the text it shows. */
export const prompts = {
  name: 'Name of the application:',
  plan: 'Plan:',
  terms: 'Accept the terms',
  region: 'Region:',
  otherRegion: 'has no room at the moment. Use:',
  asDefault: 'by default?',
  billingPage: 'Open the billing page?',
  application: 'Application:',
  newPlan: 'Plan for sparrow, now',
  createFirst: 'You have no application yet. Create one?',
  byHand: 'Open this address in a browser to sign in:',
  openYourself: 'open the address above yourself',
  invoice: 'to see the invoice?',
} as const;

/** What orbit shows while it waits. */
export const waits = {
  provider: 'Looking up how to sign in',
  browser: 'Waiting for the browser',
  exchange: 'Signing in',
  session: 'Checking your session',
  plans: 'Looking up plans',
  regions: 'Looking up regions',
  creating: 'Creating sparrow in',
  apiKey: 'Creating an API key',
  applyPlan: 'Applying the plan',
  changing: 'Changing to the',
  applications: 'Looking up your applications',
} as const;

export const answer = (waitFor: string, text: string): Turn => ({
  waitFor,
  type: text + keys.enter,
});

/** Ctrl-C, as soon as the text is shown. */
export const ctrlC = (waitFor: string): Turn => ({ waitFor, type: keys.ctrlC });

/** SIGKILL, as soon as the text is shown. */
export const kill = (waitFor: string): Turn => ({ waitFor, signal: 'SIGKILL' });

/** A request that is never answered within the time of a run. */
export const endlessMs = 600_000;
