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
