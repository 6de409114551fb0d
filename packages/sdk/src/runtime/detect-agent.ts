import { findInnermost, type Trace } from './find-innermost.js';
import type { Environment } from './variables.js';

/**
 * Agents: the variables that each sets for its commands and servers, then its other names. The order
 * matters, because some agents also set variables of others. The comments give the version that was tested.
 */
const agents: readonly (readonly [agent: string, variables: string, names?: string])[] = [
  ['amp', 'AMP_CURRENT_THREAD_ID'], // not run; sets CLAUDECODE too
  ['claude-code', 'CLAUDECODE CLAUDE_CODE CLAUDE_CODE_SESSION_ID CLAUDE_CODE_ENTRYPOINT'], // 2.1.332
  // 0.171.0
  ['codex', 'CODEX_THREAD_ID CODEX_SANDBOX CODEX_SANDBOX_NETWORK_DISABLED CODEX_CI', 'codex-cli'],
  ['cursor', 'CURSOR_AGENT CURSOR_CONVERSATION_ID'], // not run
  ['gemini', 'GEMINI_CLI', 'gemini-cli'], // 0.61.0
  ['antigravity', 'ANTIGRAVITY_AGENT'], // not run
  // 1.0.102; its servers get no COPILOT_CLI
  ['github-copilot', 'COPILOT_CLI COPILOT_AGENT_SESSION_ID', 'copilot-cli'],
  ['kiro', 'KIRO_SESSION_ID AGENT_CONTEXT_OUT'], // not run
  ['kilo', 'KILO'], // 7.7.9; sets OPENCODE too
  ['opencode', 'OPENCODE'], // 1.18.33
  ['augment', 'AUGMENT_AGENT'], // 0.36.0, read
  ['cline', 'CLINE_ACTIVE CLINE_CONNECTOR_CLI_LAUNCH', '@cline/core'], // 3.0.65
  // 0.24.4; its servers get no QWEN_CODE
  ['qwen', 'QWEN_CODE QWEN_CODE_SESSION_ID QWEN_CODE_STARTUP_VERSION', 'qwen-code qwen-cli'],
  ['goose', 'GOOSE_TERMINAL'], // not run
  ['pi', 'PI_CODING_AGENT'], // 0.73.1
  ['crush', 'CRUSH'], // 0.96.1, read
  ['continue', '', 'continue-cli-client'], // 1.5.47; sets no variable
  ['roo', 'ROO_ACTIVE'], // not run
];

/** The names of the variables that identify agents. */
export const agentVariables = (): string[] =>
  `AI_AGENT AGENT ${agents.map(([, variables]) => variables).join(' ')}`.split(/ +/);

/** The suffix of a name: a version, as in `@1.2.3`, `_1-2-3_agent`, `/1.2.3` or `-1.2.3`, or a client's addition. */
const afterName = /^($|[@_/]|[- ]v?\d|-mcp-client)/;

/** The agent with this name, with or without a version; otherwise `other`. */
export function nameAgent(text: string): string {
  const lower = text.trim().toLowerCase();
  const match = agents.find(([agent, , names = '']) =>
    [agent, ...names.split(' ')].some(
      (name) => name && lower.startsWith(name) && afterName.test(lower.slice(name.length)),
    ),
  );
  return match?.[0] ?? 'other';
}

/** All agents that have variables in this environment, with the variables. */
function findAgents(environment: Environment): Trace[] {
  const named = ['AI_AGENT', 'AGENT'].filter((name) => {
    const value = environment[name]?.trim();
    return value && (name === 'AI_AGENT' || !/^(0|1|true|false|yes|no|on|off)$/i.test(value));
  });
  const found = new Map<string, string[]>();
  for (const name of named) {
    const agent = nameAgent(environment[name] ?? '');
    found.set(agent, [...(found.get(agent) ?? []), name]);
  }
  for (const [agent, names] of agents) {
    const variables = names.split(' ').filter((name) => environment[name]);
    if (variables.length > 0) found.set(agent, [...(found.get(agent) ?? []), ...variables]);
  }
  return [...found].map(([agent, variables]) => ({ agent, variables }));
}

/**
 * The agent that runs the tool, from a fixed list, or `other`; undefined if there is none. If agents run
 * each other, the innermost one. Never returns the value of a variable.
 */
export function detectAgent(environment: Environment): string | undefined {
  const found = findAgents(environment);
  if (found.length < 2) return found[0]?.agent;
  // Codex's sandbox hides the parent processes.
  const likely = found.find(({ agent }) => agent === 'codex') ?? found[0];
  return findInnermost(found, environment) ?? likely?.agent;
}
