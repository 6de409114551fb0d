const context = "ifNull(cli_context, '')";

/** SQL: whether a coding agent ran it. */
export const isAgentSql = `(startsWith(${context}, 'agent:')
  AND ${context} NOT IN ('agent:', 'agent:unknown'))`;

/** SQL: who ran an invocation, as `actorOf` says. */
export const actorSql = `multiIf(
  ${isAgentSql}, ${context},
  ifNull(is_ci, false), 'ci',
  startsWith(${context}, 'agent:'), 'no_terminal',
  ${context} = 'human', 'person',
  'unknown')`;
