import type { InvocationSummary } from '@sonde/analytics';

/** Who ran it in words: `human`, `claude-code`, `unknown agent`, with `CI` where it was. */
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
  const parts = [...(who === '' ? [] : [who]), ...(is_ci ? ['CI'] : [])];
  return parts.length === 0 ? '–' : parts.join(' · ');
}
