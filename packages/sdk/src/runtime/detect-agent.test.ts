import { describe, expect, test } from 'vitest';
import { detectAgent } from './detect-agent.js';
import { detectCi } from './detect-ci.js';
import type { Environment } from './variables.js';

describe('agents', () => {
  test.each([
    [{}, undefined],
    [{ AI_AGENT: 'claude-code' }, 'claude-code'],
    [{ AI_AGENT: 'claude-code@1.2.3' }, 'claude-code'],
    [{ AI_AGENT: 'codex_1-2-3_cli' }, 'codex'],
    [{ AI_AGENT: 'my private agent' }, 'other'],
    [{ AGENT: '1' }, undefined],
    [{ AGENT: '0' }, undefined],
    [{ AI_AGENT: '  ', AGENT: '' }, undefined],
    [{ AGENT: 'goose' }, 'goose'],
    [{ AI_AGENT: 'my private agent', CLAUDECODE: '1' }, 'other'],
    [{ AMP_CURRENT_THREAD_ID: 'T-1', CLAUDECODE: '1' }, 'amp'],
    [{ CLAUDECODE: '1' }, 'claude-code'],
    [{ CURSOR_AGENT: '1' }, 'cursor'],
    [{ ROO_ACTIVE: 'true' }, 'roo'],
  ])('%j is %s', (environment, agent) => {
    expect(detectAgent(environment)).toBe(agent);
  });
});

/** The rows of the table, with other names of the agents. */
const table: readonly (readonly [agent: string, variables: string, names: string])[] = [
  ['amp', 'AMP_CURRENT_THREAD_ID', ''],
  ['claude-code', 'CLAUDECODE CLAUDE_CODE CLAUDE_CODE_SESSION_ID CLAUDE_CODE_ENTRYPOINT', ''],
  ['codex', 'CODEX_THREAD_ID CODEX_SANDBOX CODEX_SANDBOX_NETWORK_DISABLED CODEX_CI', 'codex-cli'],
  ['cursor', 'CURSOR_AGENT CURSOR_CONVERSATION_ID', ''],
  ['gemini', 'GEMINI_CLI', 'gemini-cli'],
  ['antigravity', 'ANTIGRAVITY_AGENT', ''],
  ['github-copilot', 'COPILOT_CLI COPILOT_AGENT_SESSION_ID', 'copilot-cli'],
  ['kiro', 'KIRO_SESSION_ID AGENT_CONTEXT_OUT', ''],
  ['kilo', 'KILO', ''],
  ['opencode', 'OPENCODE', ''],
  ['augment', 'AUGMENT_AGENT', ''],
  ['cline', 'CLINE_ACTIVE CLINE_CONNECTOR_CLI_LAUNCH', '@cline/core'],
  ['qwen', 'QWEN_CODE QWEN_CODE_SESSION_ID QWEN_CODE_STARTUP_VERSION', 'qwen-code qwen-cli'],
  ['goose', 'GOOSE_TERMINAL', ''],
  ['pi', 'PI_CODING_AGENT', ''],
  ['crush', 'CRUSH', ''],
  ['continue', '', 'continue-cli-client'],
  ['roo', 'ROO_ACTIVE', ''],
];
const words = (text: string) => text.split(' ').filter((word) => word !== '');

describe('every agent', () => {
  test.each(table)(
    '%s is detected by each of its variables and names',
    (agent, variables, names) => {
      for (const name of words(variables)) expect(detectAgent({ [name]: '1' })).toBe(agent);
      for (const own of [agent, ...words(names)]) {
        for (const name of [
          own,
          `${own}@1.2.3`,
          `${own}_1-2-3_agent`,
          `${own}/1.2.3`,
          `${own}-v1.2.3`,
          `${own} 1.2.3`,
          ` ${own.toUpperCase()} `,
        ]) {
          expect(detectAgent({ AI_AGENT: name })).toBe(agent);
          expect(detectAgent({ AGENT: name })).toBe(agent);
        }
        expect(detectAgent({ AI_AGENT: `${own}-of-mine` })).toBe('other');
        expect(detectAgent({ AI_AGENT: `${own}s` })).toBe('other');
      }
    },
  );

  test('only a name from the list is returned, whatever the variable contains', () => {
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

/** Environments recorded in commands and servers of each agent. */
const seen: readonly (readonly [agent: string, environment: Record<string, string>])[] = [
  [
    'codex',
    {
      CODEX_THREAD_ID: 'x',
      CODEX_SESSION_ID: 'x',
      CODEX_CI: '1',
      CODEX_VERSION: '0.171.0',
      CODEX_PERMISSION_PROFILE: ':read-only',
      CODEX_SANDBOX_NETWORK_DISABLED: '1',
      NO_COLOR: '1',
    },
  ],
  ['gemini', { GEMINI_CLI: '1', GEMINI_CLI_NO_RELAUNCH: 'true', GIT_TERMINAL_PROMPT: '0' }],
  ['qwen', { QWEN_CODE: '1', QWEN_CODE_SESSION_ID: 'x', QWEN_CODE_CLI: 'x', PAGER: 'cat' }],
  ['qwen', { QWEN_CODE_CLI: 'x', QWEN_CODE_LAUNCHER_PID: '1', QWEN_CODE_STARTUP_VERSION: '1' }],
  ['opencode', { OPENCODE: '1', OPENCODE_PID: '1', AGENT: '1' }],
  ['kilo', { OPENCODE: '1', KILO: '1', AGENT: '1', KILO_PID: '1', KILOCODE_FEATURE: 'cli' }],
  [
    'claude-code',
    {
      CLAUDECODE: '1',
      AI_AGENT: 'claude-code_2-1-332_agent',
      CLAUDE_CODE_ENTRYPOINT: 'sdk-cli',
      GIT_EDITOR: 'true',
    },
  ],
  ['claude-code', { CLAUDECODE: '1', AI_AGENT: 'claude-code_2-1-332_harness' }],
  ['cline', { CLINE_CONNECTOR_CLI_LAUNCH: '{"launcher":"…"}' }],
  ['github-copilot', { COPILOT_CLI: '1', COPILOT_AGENT_SESSION_ID: 'x', GIT_OPTIONAL_LOCKS: '0' }],
  ['github-copilot', { COPILOT_AGENT_SESSION_ID: 'x', PYTHONUNBUFFERED: '1' }],
  ['pi', { PI_CODING_AGENT: 'true' }],
  ['crush', { CRUSH: '1', AGENT: 'crush', AI_AGENT: 'crush' }],
  ['augment', { AUGMENT_AGENT: '1' }],
];

test.each(seen)('%s is detected in its recorded environment', (agent, environment) => {
  expect(detectAgent({ TERM: 'xterm-256color', PATH: '/bin', ...environment })).toBe(agent);
});

describe('CI', () => {
  test.each<[Environment, boolean, string | null]>([
    [{}, false, null],
    ...['0', 'false', 'no', 'off', 'No', 'OFF', ' false ', 'False'].flatMap(
      (CI): [Environment, boolean, string | null][] => [
        [{ CI }, false, null],
        [{ CI, GITHUB_ACTIONS: 'true' }, false, null],
      ],
    ),
    [{ CI: '' }, false, null],
    [{ CI: '', GITHUB_ACTIONS: 'true' }, true, 'github_actions'],
    [{ VERCEL: '' }, false, null],
    [{ VERCEL: '0' }, false, null],
    [{ GITHUB_ACTIONS: 'false' }, false, null],
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
    expect(detectCi(environment, () => false)).toEqual({ isCi, name });
  });

  test.each([
    { VERCEL: '1' },
    { RENDER: 'true' },
    { GITHUB_ACTIONS: 'true' },
    { CI: '', NETLIFY: 'true' },
    { NODE: '/app/.heroku/node/bin/node' },
  ])("a vendor's variables in a terminal are a person's: %j", (environment) => {
    for (const terminal of [0, 2]) {
      const ci = detectCi(environment, (fd) => fd === terminal);
      expect(ci).toEqual({ isCi: false, name: null });
    }
    expect(detectCi({ ...environment, CI: 'true' }, () => true).isCi).toBe(true);
  });
});
