/** Who or what runs orbit. */
type PersonaKind = 'human' | 'agent' | 'ci';

export interface Persona {
  kind: PersonaKind;
  /** Variables that identify it. */
  env: Record<string, string>;
}

export const human: Persona = { kind: 'human', env: {} };

export const agents: readonly Persona[] = [
  { kind: 'agent', env: { CLAUDECODE: '1', CLAUDE_CODE_ENTRYPOINT: 'cli' } },
  { kind: 'agent', env: { CLAUDECODE: '1', CLAUDE_CODE_ENTRYPOINT: 'cli' } },
  { kind: 'agent', env: { CODEX_THREAD_ID: '0199a213-81c0-7800-8aa1-bbab2a035a53' } },
  { kind: 'agent', env: { CURSOR_AGENT: '1' } },
  { kind: 'agent', env: { GEMINI_CLI: '1' } },
  { kind: 'agent', env: { AI_AGENT: 'goose@1.8.0' } },
  // Without a terminal or any variable of an agent.
  { kind: 'agent', env: {} },
];

export const ciVendors: readonly Persona[] = [
  { kind: 'ci', env: { CI: 'true', GITHUB_ACTIONS: 'true' } },
  { kind: 'ci', env: { CI: 'true', GITHUB_ACTIONS: 'true' } },
  { kind: 'ci', env: { CI: 'true', GITLAB_CI: 'true' } },
  { kind: 'ci', env: { CI: 'true', CIRCLECI: 'true' } },
];
