import type { Plan } from '../answers.js';
import { TermsDeclinedError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { ask } from '../prompt.js';
import { reportPlan } from './plans.js';
import type { PurchaseFlow } from './purchase-flow.js';

/**
 * Asks to accept the plan's terms, by flag or prompt.
 *
 * @throws TermsDeclinedError if they are not accepted; CancelledError on Ctrl-C.
 */
export async function acceptTerms(
  plan: Plan,
  flag: true | undefined,
  context: CommandContext,
  flow: PurchaseFlow,
): Promise<void> {
  const accepted =
    flag === true ||
    // Without a terminal the answer is no.
    (context.settings.isInteractive &&
      (await ask(context, (inquirer, promptContext) =>
        inquirer.confirm(
          { message: `Accept the terms at ${plan.terms.url} ?`, default: false },
          promptContext,
        ),
      )));
  if (accepted) {
    flow.milestone('Accepted Terms', { plan: reportPlan(plan.id) });
    return;
  }
  flow.milestone('Declined Terms', { plan: reportPlan(plan.id) });
  flow.abort('declined_terms');
  throw new TermsDeclinedError('Nothing was done: the terms were not accepted.', {
    hint: `Read them at ${plan.terms.url}; --accept-terms accepts them.`,
  });
}
