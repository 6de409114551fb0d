import { contextName } from '@sonde/analytics/format';
import type { InvocationSummary } from '../api/responses.js';

/**
 * Who ran the tool, in words: `human`, `claude-code`, `no terminal`. In CI that is `CI`, and for an
 * agent in CI `claude-code · CI`.
 */
export function describeContext({
  cli_context,
  is_ci,
}: Pick<InvocationSummary, 'cli_context' | 'is_ci'>): string {
  const who = contextName(cli_context);
  // Without an agent in CI, the pipeline runs the tool, not a person.
  const named = who === '' || (is_ci && who === 'human') ? [] : [who];
  const parts = [...named, ...(is_ci ? ['CI'] : [])];
  return parts.length === 0 ? '–' : parts.join(' · ');
}
