import type { interactionPolicy } from 'oidc-provider';
import { base, Check, Prompt } from 'oidc-provider/lib/helpers/interaction_policy/index.js';

/**
 * When to ask the person: always, because any program can listen on the loopback and claim to be
 * orbit (RFC 8252, section 8.6). A person with a session confirms with one click.
 */
export function createInteractionPolicy(): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy
    .get('login')
    ?.checks.add(
      new Check('confirmation', 'A person has to confirm the sign-in', ({ oidc }) =>
        oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    );
  // Signing in to our own client is consent; requests for `offline_access` must have
  // `prompt=consent`.
  policy.remove('consent');
  policy.add(new Prompt({ name: 'consent', requestable: true }));
  // https://openid.net/specs/openid-connect-prompt-create-1_0.html
  policy.add(new Prompt({ name: 'create', requestable: true }), 0);
  return policy;
}
