import { describe, expect, test } from 'vitest';
import { detectAgent } from './detect-agent.js';
import { detectCi } from './detect-ci.js';

describe('agents', () => {
  test.each([
    [{}, undefined],
    [{ AI_AGENT: 'claude-code' }, 'claude-code'],
    [{ AI_AGENT: 'claude-code@1.2.3' }, 'claude-code'],
    [{ AI_AGENT: 'codex_1-2-3_cli' }, 'codex'],
    [{ AI_AGENT: 'my private agent' }, 'other'],
    [{ AGENT: '1' }, undefined],
    [{ AGENT: 'goose' }, 'goose'],
    [{ AMP_CURRENT_THREAD_ID: 'T-1', CLAUDECODE: '1' }, 'amp'],
    [{ CLAUDECODE: '1' }, 'claude-code'],
    [{ CURSOR_AGENT: '1' }, 'cursor'],
    [{ ROO_ACTIVE: 'true' }, 'roo'],
  ])('%j is %s', (environment, agent) => {
    expect(detectAgent(environment)).toBe(agent);
  });
});

const table = `
  amp: AMP_CURRENT_THREAD_ID
  claude-code: CLAUDECODE CLAUDE_CODE CLAUDE_CODE_SESSION_ID CLAUDE_CODE_ENTRYPOINT
  codex: CODEX_THREAD_ID CODEX_SANDBOX CODEX_SANDBOX_NETWORK_DISABLED CODEX_CI
  cursor: CURSOR_AGENT CURSOR_CONVERSATION_ID
  gemini: GEMINI_CLI
  antigravity: ANTIGRAVITY_AGENT
  github-copilot: COPILOT_CLI COPILOT_AGENT_SESSION_ID
  kiro: KIRO_SESSION_ID AGENT_CONTEXT_OUT
  opencode: OPENCODE
  augment: AUGMENT_AGENT
  cline: CLINE_ACTIVE
  qwen: QWEN_CODE
  goose: GOOSE_TERMINAL
  pi: PI_CODING_AGENT
  kilo: KILO
  roo: ROO_ACTIVE`
  .trim()
  .split('\n')
  .map((row) => row.trim().split(': ') as [string, string]);

describe('every agent', () => {
  test.each(table)('%s is known by each of its variables and by its name', (agent, variables) => {
    for (const name of variables.split(' ')) expect(detectAgent({ [name]: '1' })).toBe(agent);
    for (const name of [agent, `${agent}@1.2.3`, `${agent}_1-2-3_agent`, agent.toUpperCase()]) {
      expect(detectAgent({ AI_AGENT: name })).toBe(agent);
      expect(detectAgent({ AGENT: name })).toBe(agent);
    }
    expect(detectAgent({ AI_AGENT: `${agent}-of-mine` })).toBe('other');
  });

  test('whatever a variable holds, only a name of the list is given', () => {
    const names = new Set<string | undefined>([
      ...table.map(([agent]) => agent),
      'other',
      undefined,
    ]);
    for (let seed = 1; seed <= 500; seed += 1) {
      const text = String.fromCodePoint(
        ...Array.from(
          { length: seed % 24 },
          (_, at) => ((seed * 7919 + at * 104_729) % 0x3000) + 1,
        ),
      );
      for (const name of ['AI_AGENT', 'AGENT', 'CLAUDECODE']) {
        expect(names.has(detectAgent({ [name]: text }))).toBe(true);
      }
    }
  });
});

describe('CI', () => {
  test.each([
    [{}, false, null],
    [{ CI: '' }, false, null],
    [{ CI: '0' }, false, null],
    [{ CI: 'false', GITHUB_ACTIONS: 'true' }, false, null],
    [{ CI: 'true' }, true, 'unknown'],
    [{ CI: '1', GITHUB_ACTIONS: 'true' }, true, 'github_actions'],
    [{ GITLAB_CI: 'true' }, true, 'gitlab'],
    [{ JENKINS_URL: 'x' }, false, null],
    [{ JENKINS_URL: 'x', BUILD_ID: '1' }, true, 'jenkins'],
    [{ CI_NAME: 'codeship' }, true, 'codeship'],
    [{ CI: 'woodpecker' }, true, 'woodpecker'],
    [{ NODE: '/app/.heroku/node/bin/node' }, true, 'heroku'],
    [{ VERCEL: '1' }, true, 'vercel'],
  ])('%j is %s, %s', (environment, isCi, name) => {
    expect(detectCi(environment)).toEqual({ isCi, name });
  });
});
