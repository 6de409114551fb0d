import type { Plan } from '../answers.js';
import { TermsDeclinedError } from '../cli-error.js';
import type { CommandContext } from '../context.js';
import { ask } from '../prompt.js';
import { reportPlan } from './plans.js';
import type { PurchaseFlow } from './purchase-flow.js';

/**
 * Has the plan's terms accepted, by the flag or at a prompt.
 *
 * @throws TermsDeclinedError when they are not; CancelledError on Ctrl-C.
 */
export async function acceptTerms(
  plan: Plan,
  flag: true | undefined,
  context: CommandContext,
  flow: PurchaseFlow,
): Promise<void> {
  const accepted =
    flag === true ||
    // Nobody who could be asked has said yes, so the answer is no.
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
