import type { InvocationSummary } from '@sonde/analytics';

/**
 * Who ran it in words: `human`, `claude-code`, `unknown agent`. In CI that is `CI`, and an agent there
 * `claude-code · CI`.
 */
export function describeContext({
  cli_context,
  is_ci,
}: Pick<InvocationSummary, 'cli_context' | 'is_ci'>): string {
  const agent = /^agent:(.*)$/.exec(cli_context)?.[1];
  const who =
    agent === undefined
      ? cli_context
      : agent === 'unknown' || agent === ''
        ? 'unknown agent'
        : agent;
  // Where no agent is seen, no person sits either: it is the pipeline that runs it.
  const named = who === '' || (is_ci && who === 'human') ? [] : [who];
  const parts = [...named, ...(is_ci ? ['CI'] : [])];
  return parts.length === 0 ? '–' : parts.join(' · ');
}
