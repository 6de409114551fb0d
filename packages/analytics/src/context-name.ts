/**
 * Who ran it, in a word: `human`, the agent's name, or `no terminal` for `agent:unknown`, which is a
 * run that nobody types in and no agent is known of: a cron job, a Makefile, another program.
 */
export function contextName(context: string): string {
  const agent = /^agent:(.*)$/.exec(context)?.[1];
  if (agent === undefined) return context;
  return agent === 'unknown' || agent === '' ? 'no terminal' : agent;
}
