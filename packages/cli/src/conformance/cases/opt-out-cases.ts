import { writeFileSync } from 'node:fs';
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

interface Means {
  variables?: Record<string, string>;
  arguments?: readonly string[];
  arrange?: (sandbox: Sandbox) => void;
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
        argv,
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
      arrange: ({ setting }) =>
        writeFileSync(setting, JSON.stringify({ telemetry: 'off', consent_version: 1 })),
    }),
  ],
];

/** All means to turn telemetry off. */
export const optOutCases: readonly ConformanceCase[] = means.map(
  ([name, title, of]): ConformanceCase => ({
    name: `opt-out-${name}`,
    title: `turned off by ${title}`,
    run: (context) => playOptOut(context, of(context.subject.tool)),
  }),
);
