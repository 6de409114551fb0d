import { contextName } from '@sonde/analytics/format';
import type { InvocationSummary } from '../api/answers.js';

/**
 * Who ran it in words: `human`, `claude-code`, `no terminal`. In CI that is `CI`, and an agent there
 * `claude-code · CI`.
 */
export function describeContext({
  cli_context,
  is_ci,
}: Pick<InvocationSummary, 'cli_context' | 'is_ci'>): string {
  const who = contextName(cli_context);
  // Where no agent is seen, no person sits either: it is the pipeline that runs it.
  const named = who === '' || (is_ci && who === 'human') ? [] : [who];
  const parts = [...named, ...(is_ci ? ['CI'] : [])];
  return parts.length === 0 ? '–' : parts.join(' · ');
}
