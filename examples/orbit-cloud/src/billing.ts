import type { CloudContext } from './context.js';

/** The page on which a user puts a card on file. */
export async function findBillingUrl({ provider }: CloudContext): Promise<string> {
  return `${(await provider).issuer}/billing`;
}
