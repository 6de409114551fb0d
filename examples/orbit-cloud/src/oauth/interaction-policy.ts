import type { interactionPolicy } from 'oidc-provider';
import { base, Check, Prompt } from 'oidc-provider/lib/helpers/interaction_policy/index.js';

/**
 * When a person has to be asked: always, because anybody's program can listen on the loopback and
 * claim to be orbit (RFC 8252, section 8.6). Whoever still has a session confirms with one click.
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
  // Signing in to our own client is consent; `prompt=consent` is what a request for
  // `offline_access` has to carry.
  policy.remove('consent');
  policy.add(new Prompt({ name: 'consent', requestable: true }));
  // https://openid.net/specs/openid-connect-prompt-create-1_0.html
  policy.add(new Prompt({ name: 'create', requestable: true }), 0);
  return policy;
}
