/**
 * Who ran the tool, in a word: `human`, the agent's name, or `no terminal` for `agent:unknown`.
 * That is a run without a terminal or a known agent: by a cron job, a Makefile, another program.
 */
export function contextName(context: string): string {
  const agent = /^agent:(.*)$/.exec(context)?.[1];
  if (agent === undefined) return context;
  return agent === 'unknown' || agent === '' ? 'no terminal' : agent;
}
