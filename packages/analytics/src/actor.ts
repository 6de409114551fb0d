import type { InvocationSummary } from './responses.js';

/** Groups of {@link actorOf}, apart from the single agents. */
export const actorGroups = ['person', 'ci', 'no_terminal', 'unknown'] as const;

/** `agent:<name>`, or one of {@link actorGroups}. Every invocation has exactly one. */
export type Actor = (typeof actorGroups)[number] | `agent:${string}`;

/**
 * Who ran an invocation: a coding agent by its name, wherever it ran; else CI; else `no_terminal`,
 * which has neither a terminal nor a known agent; else a person. `unknown` if the client did not say.
 *
 * @example
 * ```ts
 * actorOf({ cli_context: 'agent:codex', is_ci: true }); // 'agent:codex'
 * actorOf({ cli_context: 'human', is_ci: true }); // 'ci'
 * ```
 */
export function actorOf({
  cli_context,
  is_ci,
}: Pick<InvocationSummary, 'cli_context' | 'is_ci'>): Actor {
  const agent = /^agent:(.*)$/s.exec(cli_context)?.[1];
  if (agent !== undefined && agent !== '' && agent !== 'unknown') return `agent:${agent}`;
  if (is_ci) return 'ci';
  if (agent !== undefined) return 'no_terminal';
  return cli_context === 'human' ? 'person' : 'unknown';
}

/** Whether it is a coding agent. */
export const isAgent = (actor: Actor): boolean => actor.startsWith('agent:');
