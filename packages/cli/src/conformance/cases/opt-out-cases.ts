import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkLeft, checkRun, type Reasons } from '../check-run.js';
import {
  type CaseContext,
  type CaseFinding,
  type ConformanceCase,
  findingOf,
} from '../conformance-case.js';
import { endProcesses, listLeftProcesses } from '../left-processes.js';
import { runCommand } from '../run-command.js';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { mergeVariables, telemetryTo } from '../scenario.js';
import { optedOut, variableName } from '../subject.js';
import { startEndpoint } from '../test-endpoint.js';

const off = JSON.stringify({ telemetry: 'off', consent_version: 1 });

interface Means {
  variables?: Record<string, string>;
  arguments?: readonly string[];
  arrange?: (sandbox: Sandbox) => void;
  /** Wraps the command of both runs. */
  wrap?: (argv: readonly string[]) => readonly string[];
}

/** The command with additional options, before arguments after `--`. */
function withArguments(command: readonly string[], added: readonly string[]): string[] {
  const end = command.indexOf('--');
  return end < 0
    ? [...command, ...added]
    : [...command.slice(0, end), ...added, ...command.slice(end)];
}

async function playOptOut({ subject }: CaseContext, means: Means): Promise<CaseFinding> {
  const reference = createSandbox(subject);
  const sandbox = createSandbox(subject);
  const endpoint = await startEndpoint('up');
  try {
    means.arrange?.(sandbox);
    means.arrange?.(reference);
    const argv = withArguments(subject.command, means.arguments ?? []);
    const run = (place: Sandbox, variables: Record<string, string>) =>
      runCommand({
        argv: means.wrap?.(argv) ?? argv,
        environment: mergeVariables(place.environment, variables),
        cwd: place.project,
        timeoutMs: subject.timeoutMs,
      });
    const without = await run(reference, optedOut(subject.tool));
    const known = new Set(sandbox.list().map(({ path }) => path));
    const end = await run(sandbox, { ...telemetryTo(subject, endpoint.url), ...means.variables });
    const left = listLeftProcesses(sandbox.root);
    const reasons: Reasons = [...checkRun(subject, without, end), ...checkLeft(left, 0)];
    const own = join('home', '.local', 'state', subject.tool);
    const written = sandbox.list().filter(({ path }) => !known.has(path) && path.startsWith(own));
    if (written.length > 0) {
      reasons.push(
        `${written[0]?.path} was written, though telemetry is off. Off means that nothing is read or created.`,
      );
    }
    // A sender started despite the opt-out would connect a moment later.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    if (endpoint.connections > 0) {
      reasons.push('A connection was opened although telemetry is off.');
    }
    return findingOf(reasons);
  } finally {
    for (const place of [reference, sandbox]) {
      endProcesses(listLeftProcesses(place.root));
      place.remove();
    }
    await endpoint.close();
  }
}

/**
 * A task runner has a variable, and takes it away from its tasks: turbo does with nearly all. TURBO_HASH is
 * its mark.
 */
const hidingFromTask = (name: string): Means => ({
  wrap: (argv) => ['/bin/sh', '-c', `env -u ${name} TURBO_HASH=1 "$@"; exit $?`, 'sh', ...argv],
});

/** The setting is where only the task runner finds it. The usual one says yes. */
function moveSetting(sandbox: Sandbox, tool: string): void {
  const config = join(sandbox.root, 'hidden');
  mkdirSync(join(config, tool), { recursive: true, mode: 0o700 });
  writeFileSync(join(config, tool, 'telemetry.json'), off, { mode: 0o600 });
  sandbox.environment.XDG_CONFIG_HOME = config;
}

const means: readonly [string, string, (tool: string) => Means][] = [
  ['argument', '--no-telemetry', () => ({ arguments: ['--no-telemetry'] })],
  ['do-not-track', 'DO_NOT_TRACK=1', () => ({ variables: { DO_NOT_TRACK: '1' } })],
  ...['0', 'false', 'no', 'off', 'disabled'].map(
    (value): [string, string, (tool: string) => Means] => [
      `variable-${value}`,
      `…_TELEMETRY=${value}`,
      (tool) => ({ variables: { [variableName(tool)]: value } }),
    ],
  ),
  [
    'variable-disabled-1',
    '…_TELEMETRY_DISABLED=1',
    (tool) => ({ variables: { [variableName(tool, 'DISABLED')]: '1' } }),
  ],
  [
    'project-marker',
    'telemetryDisabled in the project’s marker',
    (tool) => ({
      arrange: ({ project }) =>
        writeFileSync(join(project, `.${tool}.yaml`), 'telemetryDisabled: true\n'),
    }),
  ],
  [
    'user-setting',
    'the user’s own setting',
    () => ({
      arrange: ({ setting }) => writeFileSync(setting, off),
    }),
  ],
  [
    'hidden-do-not-track',
    'DO_NOT_TRACK=1, which a task runner took away',
    () => ({ variables: { DO_NOT_TRACK: '1' }, ...hidingFromTask('DO_NOT_TRACK') }),
  ],
  [
    'hidden-variable',
    '…_TELEMETRY=off, which a task runner took away',
    (tool) => ({
      variables: { [variableName(tool)]: 'off' },
      ...hidingFromTask(variableName(tool)),
    }),
  ],
  [
    'hidden-user-setting',
    'the user’s own setting, but a task runner took XDG_CONFIG_HOME away',
    (tool) => ({
      arrange: (sandbox) => moveSetting(sandbox, tool),
      ...hidingFromTask('XDG_CONFIG_HOME'),
    }),
  ],
];

/** All means to turn telemetry off. */
export const optOutCases: readonly ConformanceCase[] = means.map(
  ([name, title, of]): ConformanceCase => ({
    name: `opt-out-${name}`,
    title: `turned off by ${title}`,
    async run(context) {
      const one = of(context.subject.tool);
      return one.wrap !== undefined && process.platform !== 'linux'
        ? { outcome: 'skipped', why: 'the variables of other processes can be read only on Linux' }
        : playOptOut(context, one);
    },
  }),
);
