import type { Environment } from './variables.js';

/** In order: Amp sets `CLAUDECODE` too. */
const variables: readonly (readonly [string, string])[] = [
  ['amp', 'AMP_CURRENT_THREAD_ID'],
  ['claude-code', 'CLAUDECODE CLAUDE_CODE CLAUDE_CODE_SESSION_ID CLAUDE_CODE_ENTRYPOINT'],
  ['codex', 'CODEX_THREAD_ID CODEX_SANDBOX CODEX_SANDBOX_NETWORK_DISABLED CODEX_CI'],
  ['cursor', 'CURSOR_AGENT CURSOR_CONVERSATION_ID'],
  ['gemini', 'GEMINI_CLI'],
  ['antigravity', 'ANTIGRAVITY_AGENT'],
  ['github-copilot', 'COPILOT_CLI COPILOT_AGENT_SESSION_ID'],
  ['kiro', 'KIRO_SESSION_ID AGENT_CONTEXT_OUT'],
  ['opencode', 'OPENCODE'],
  ['augment', 'AUGMENT_AGENT'],
  ['cline', 'CLINE_ACTIVE'],
  ['qwen', 'QWEN_CODE'],
  ['goose', 'GOOSE_TERMINAL'],
  ['pi', 'PI_CODING_AGENT'],
  ['kilo', 'KILO'],
  ['roo', 'ROO_ACTIVE'],
];

/** The name in `claude-code`, `claude-code@1.2.3` or `claude-code_1-2-3_agent`, from the list or `other`. */
function known(value: string): string {
  const name = value.trim().toLowerCase();
  const match = variables.find(
    ([agent]) => name === agent || name.startsWith(`${agent}@`) || name.startsWith(`${agent}_`),
  );
  return match?.[0] ?? 'other';
}

/**
 * Names the agent that drives the tool, from a fixed list, else `other`; undefined when there is none.
 * The raw variable is never returned.
 */
export function detectAgent(environment: Environment): string | undefined {
  const { AI_AGENT, AGENT } = environment;
  if (AI_AGENT) return known(AI_AGENT);
  if (AGENT && !/^(0|1|true|false|yes|no|on|off)$/i.test(AGENT.trim())) return known(AGENT);
  return variables.find(([, names]) => names.split(' ').some((name) => environment[name]))?.[0];
}
