import type { CloudContext } from './context.js';

/** URL of the page on which a user adds a card. */
export async function findBillingUrl({ provider }: CloudContext): Promise<string> {
  return `${(await provider).issuer}/billing`;
}
