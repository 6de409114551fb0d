import type { Account, Plan } from '../answers.js';
import { BillingRequiredError, CliError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { openBrowser } from '../open-browser.js';
import { ask } from '../prompt.js';
import type { PurchaseFlow } from './purchase-flow.js';

/** Fails before the service would, so that nothing is left half done. */
export async function checkBilling(
  plan: Plan,
  account: Account,
  context: CommandContext,
  flow: PurchaseFlow | undefined,
): Promise<void> {
  if (!plan.billingRequired || account.billing.active) return;
  await stopAtBillingWall(plan, account, context, flow);
}

/**
 * Handles a missing card: ends the flow, and offers the page for adding a card.
 *
 * @throws BillingRequiredError always.
 */
export async function stopAtBillingWall(
  plan: Plan,
  account: Account,
  context: CommandContext,
  flow: PurchaseFlow | undefined,
  cause?: unknown,
): Promise<never> {
  // Whatever the answer to the offer is, the missing card stopped the user.
  flow?.abort('billing_required');
  const { url } = account.billing;
  await offerPage(
    url,
    `The ${plan.name} plan needs a card on file. Open the billing page?`,
    context,
  );
  throw new BillingRequiredError(`The ${plan.name} plan needs a card on file.`, {
    hint: `Add one at ${url} and try again, or choose another plan.`,
    cause,
  });
}

/** A courtesy after a change that costs money: whatever its result, the plan has been changed. */
export function offerInvoice(account: Account, context: CommandContext): Promise<void> {
  const question = 'Open the billing page to see the invoice?';
  return offerPage(account.billing.url, question, context);
}

/** On a terminal, offers to open a page of the service. Ctrl-C means no. */
async function offerPage(url: string, question: string, context: CommandContext): Promise<void> {
  // The URL comes from the service: open only web pages.
  if (!context.settings.isInteractive || !/^https?:\/\//i.test(url)) return;
  try {
    const isWanted = await ask(context, (inquirer, promptContext) =>
      inquirer.confirm({ message: question }, promptContext),
    );
    if (!isWanted) return;
  } catch (error) {
    if (error instanceof CliError) return;
    throw error;
  }
  try {
    await openBrowser({ url, browser: context.settings.browser, signal: context.signal });
  } catch {
    process.stderr.write(`No browser could be opened. The page is at ${url}\n`);
  }
}
