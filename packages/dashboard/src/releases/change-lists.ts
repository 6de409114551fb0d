import type { ReleaseReport } from '../api/responses.js';
import type { InvocationListFilter } from '../url/invocation-search.js';
import type { ScopeSearch } from '../url/scope-search.js';

type Release = ReleaseReport['releases'][number];
type Change = Release['worse'][number];

/** One of the two releases, and the command if the rate is of one. */
export const scopeOf = (
  { tool }: Release,
  { kind, name }: Change,
  version: string,
): ScopeSearch => ({
  tool: [tool],
  version: [version],
  ...(kind === 'command' && { command: [name] }),
});

/** Selects the invocations that a rate is of. */
export function runsOf({ kind, name, flow }: Change): InvocationListFilter {
  if (kind !== 'step' || flow === null) return { status: 'ended' };
  return { flow, flow_reached: name, flow_outcome: 'ended' };
}

/** Selects those in which it went wrong. */
export function hitsOf({ kind, name, flow }: Change): InvocationListFilter {
  if (kind === 'command') return { status: 'unsuccessful' };
  if (kind === 'error_class') return { error_class: name, status: 'ended' };
  return { ...(flow !== null && { flow }), flow_stopped_at: name, flow_outcome: 'ended' };
}
