import { fileURLToPath } from 'node:url';
import { someOf } from '@sonde/test-share';
import { describe, expect, test } from 'vitest';
import { runSonde } from '../fixtures/run-sonde.js';

const tool = fileURLToPath(new URL('../fixtures/tool.mjs', import.meta.url));

interface Report {
  passed: number;
  failed: number;
  skipped: number;
  cases: { name: string; outcome: string; reasons?: string[] }[];
}

async function conform(cases: readonly string[], options: readonly string[] = []) {
  const end = await runSonde([
    'conformance',
    '--tool',
    'kettle',
    '-o',
    'json',
    ...cases.flatMap((name) => ['--case', name]),
    ...options,
    '--',
    process.execPath,
    tool,
  ]);
  return { ...end, report: JSON.parse(end.stdout || '{}') as Report };
}

describe('a tool without mistakes', () => {
  test('passes', async () => {
    const cases = ['endpoint-up', 'endpoint-status-400-for-one', 'opt-out-do-not-track', 'sigkill'];
    const { code, stderr, report } = await conform(
      [...cases, 'spool-torn-line', 'json-mode', 'clock-back-within-run'],
      ['--json=--json'],
    );
    expect([stderr, report.cases.filter(({ outcome }) => outcome !== 'passed')]).toEqual(['', []]);
    expect([code, report.passed]).toEqual([0, 7]);
  });

  test('cases that cannot run here are skipped, with the reason', async () => {
    const { code, report } = await conform(['json-mode']);
    expect([code, report.skipped, report.passed]).toEqual([0, 1, 0]);
    expect(report.cases[0]).toMatchObject({ why: expect.stringContaining('--json') });
  });
});

describe('a tool that', () => {
  test.concurrent.each([
    ['stderr', 'stderr differs', 'prints something'],
    ['code', 'The run ended with exit code 3', 'changes the exit code'],
    ['process', 'A process was left behind: sleep 3', 'leaves a process'],
    ['output', 'stdout or stderr stayed open', 'leaves a process that holds its output'],
    ['wait', 'Do not wait before the exit', 'waits'],
    ['lose', 'were not delivered completely', 'loses events'],
  ])('makes the mistake %s fails, with the reason', async (mistake, reason) => {
    const { code, stderr, report } = await conform(
      ['endpoint-closed'],
      ['--env', `BREAK=${mistake}`],
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sonde: conformance_failed: .*\(endpoint-closed\)/);
    expect(report.cases[0]?.reasons).toContainEqual(expect.stringContaining(reason));
  });
});

/** The tool lasts, so that a signal finds it at work, and shows what ignoring SIGHUP does. */
const lasting = ['--env', 'LASTS_MS=500', '--env', 'IGNORES_HANGUP=1'];

describe('a mistake that only one condition shows', () => {
  const mistakes = someOf<[name: string, mistake: string, reason: string]>([
    ['sigint-twice', 'deaf', 'had recorded 0 Command Completed'],
    ['sighup', 'deaf', 'had recorded 0 Command Completed'],
    ['sighup-ignored', 'deaf', 'SIGHUP'],
    ['proxy-login', 'direct', 'went around the proxy'],
    ['proxy-login', 'argument', 'The login of the proxy is in the arguments of sh'],
    ['proxy-login', 'file', 'is in home/.local/state/kettle/telemetry/proxy'],
    ['opt-out-hidden-do-not-track', 'orphan', 'though telemetry is off'],
    ['opt-out-hidden-variable', 'orphan', 'though telemetry is off'],
    ['opt-out-hidden-user-setting', 'orphan', 'though telemetry is off'],
    ['terminal-agent', 'notice', 'stdout differs'],
    ['terminal-agent', 'shown', 'The notice counts as shown'],
    ['terminal-agent', 'agentless', 'expected: agent:gemini'],
    ['terminal-person', 'notice', 'stdout differs'],
    ['pid-namespace', 'lose', 'were not delivered completely'],
    ['pid-namespace-closed', 'lose', 'were not delivered completely'],
    ['pid-namespace-living', 'take', 'a run that lives in another process namespace'],
    ['state-read-only', 'stderr', 'stderr differs'],
    ['state-read-only-closed', 'wait', 'Do not wait before the exit'],
  ]);

  test('without it, every case passes', async () => {
    const names = [...new Set(mistakes.map(([name]) => name))];
    const { report } = await conform(names, lasting);
    expect(report.cases.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(report.cases).toHaveLength(names.length);
  });

  test.concurrent.each(mistakes)('%s fails with the mistake %s', async (name, mistake, reason) => {
    const { report } = await conform([name], [...lasting, '--env', `BREAK=${mistake}`]);
    const [found] = report.cases;
    // Where the kernel refuses namespaces and mounts, a case is skipped, whatever the tool does.
    if (found?.outcome === 'skipped') return;
    expect(found?.reasons).toContainEqual(expect.stringContaining(reason));
  });
});

describe('the command line', () => {
  test('lists the cases', async () => {
    const { code, stdout } = await runSonde(['conformance', '--list', '--except', 'sig*']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^endpoint-up +the endpoint accepts everything$/m);
    expect(stdout).toMatch(/^crowd +200 runs at once$/m);
    expect(stdout).not.toContain('sigkill');
  });

  test('prints TAP', async () => {
    const { stdout } = await runSonde([
      ...['conformance', '--tool', 'kettle', '--case', 'opt-out-argument', '--output', 'tap', '--'],
      ...[process.execPath, tool],
    ]);
    expect(stdout).toMatch(/^TAP version 14\n1\.\.1\nok 1 - opt-out-argument: /);
  });

  test.each([
    [
      'records nothing',
      ['--tool', 'x', '--', process.execPath, '-e', ''],
      'conformance_command_unusable',
      1,
    ],
    ['does not exist', ['--tool', 'x', '--', './nothing'], 'conformance_command_unusable', 1],
    [
      'prints different output each time',
      ['--tool', 'x', '--', process.execPath, '-p', 'process.pid'],
      'conformance_command_unusable',
      1,
    ],
    ['is missing', [], 'option_invalid', 2],
    ['matches no case', ['--case', 'nothing', '--', 'x'], 'option_invalid', 2],
    [
      'needs a missing variable',
      ['--tool', 'x', '--env', 'NO_SUCH', '--', 'x'],
      'option_invalid',
      2,
    ],
  ])('refuses a command that %s', async (_, argv, expected, expectedCode) => {
    const { code, stderr } = await runSonde(['conformance', ...argv]);
    expect(stderr).toMatch(new RegExp(`^sonde: ${expected}: `));
    expect(code).toBe(expectedCode);
  });
});
