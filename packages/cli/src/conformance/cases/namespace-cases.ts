import { execFileSync } from 'node:child_process';
import { lifecycleEvents } from '@sonde/protocol';
import { checkDelivery } from '../check-delivery.js';
import { checkRun, type Reasons } from '../check-run.js';
import {
  type CaseContext,
  type CaseFinding,
  type ConformanceCase,
  findingOf,
} from '../conformance-case.js';
import { endProcesses, listLeftProcesses } from '../left-processes.js';
import { runCommand, startCommand } from '../run-command.js';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { deliverTheRest, mergeVariables, playScenario, telemetryTo } from '../scenario.js';
import { optedOut, variableName } from '../subject.js';
import { startEndpoint } from '../test-endpoint.js';
import { listOpenFiles, untilRecorded } from '../until-recorded.js';

/** Who is not root makes a user namespace first, in which it may make others. */
const ownUser = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user'];
const unshare = ['unshare', ...ownUser, '--pid', '--fork', '--mount-proc', '--kill-child'] as const;

/** As a sandbox does: a shell is the first process, and all others are killed when it ends. */
const inNamespace = (argv: readonly string[]): string[] => [
  ...unshare,
  '/bin/sh',
  '-c',
  '"$@"; exit $?',
  'sh',
  ...argv,
];

/** Why no namespace can be made here; undefined if one can. */
function whyNoNamespace(): string | undefined {
  if (process.platform !== 'linux') return 'process namespaces exist only on Linux';
  try {
    execFileSync(unshare[0], [...unshare.slice(1), 'true'], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: Buffer };
    const detail = code === 'ENOENT' ? 'unshare is missing' : `${stderr ?? error}`.trim();
    return `no process namespace can be made here: ${detail}`;
  }
}

async function whereNamespaces(play: () => Promise<CaseFinding>): Promise<CaseFinding> {
  const why = whyNoNamespace();
  return why === undefined ? play() : { outcome: 'skipped', why };
}

/** How often a run is tried that must be stopped before it ends. */
const attempts = 5;

/** Stops or continues every process of a run inside the namespace. */
function signalInside(sandbox: Sandbox, signal: NodeJS.Signals): void {
  for (const { pid, command } of listLeftProcesses(sandbox.root)) {
    if (command.startsWith('unshare ')) continue;
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended.
    }
  }
}

async function untilSenderEnds(sandbox: Sandbox): Promise<void> {
  const isSending = () => listLeftProcesses(sandbox.root).some(({ isSender }) => isSender);
  while (isSending()) await new Promise((resolve) => setTimeout(resolve, 40));
}

/** A run in a namespace lives, though nobody outside can see its process id, while another run sends. */
async function playLivingRun({ subject, baseline }: CaseContext): Promise<CaseFinding> {
  const reference = createSandbox(subject);
  const sandbox = createSandbox(subject);
  const healthy = await startEndpoint('up');
  const reasons: Reasons = [];
  const options = (place: Sandbox, variables: Record<string, string>) => ({
    environment: mergeVariables(place.environment, variables),
    cwd: place.project,
    timeoutMs: subject.timeoutMs,
  });
  const own = telemetryTo(subject, healthy.url);
  const quiet = { ...own, [variableName(subject.tool, 'FLUSH_AT')]: '1000000' };
  const argv = inNamespace(subject.command);
  try {
    const without = await runCommand({ argv, ...options(reference, optedOut(subject.tool)) });
    let stopped = false;
    let runs = 0;
    while (!stopped && runs < attempts) {
      const run = startCommand({ argv, ...options(sandbox, quiet) });
      runs += 1;
      await untilRecorded(sandbox, run, []);
      signalInside(sandbox, 'SIGSTOP');
      stopped = listOpenFiles(sandbox).length > 0;
      if (stopped) {
        await runCommand({ argv: subject.command, ...options(sandbox, own) });
        runs += 1;
        await untilSenderEnds(sandbox);
        const { accepted } = healthy;
        const vanished = accepted.filter(({ properties }) => properties?.vanished === true);
        if (vanished.length > 0 || listOpenFiles(sandbox).length === 0) {
          reasons.push(
            `A sender outside took the file of a run that lives in another process namespace${vanished.length > 0 ? `, and reported its ${lifecycleEvents.completed} as vanished` : ''}. A process id says nothing there.`,
          );
        }
      }
      signalInside(sandbox, 'SIGCONT');
      reasons.push(...checkRun(subject, without, await run.ended));
    }
    if (!stopped) {
      return { outcome: 'skipped', why: 'every run ended before it could be stopped' };
    }
    reasons.push(...(await deliverTheRest(subject, sandbox, healthy)).reasons);
    reasons.push(
      ...checkDelivery(healthy.accepted, {
        eventNames: baseline.eventNames,
        wholeRuns: runs + 1,
        recorded: [],
        kept: [],
        hasDisturbedRuns: false,
        mayRepeat: healthy.unheard > 0,
      }),
    );
    return findingOf(reasons);
  } finally {
    for (const place of [reference, sandbox]) {
      endProcesses(listLeftProcesses(place.root));
      place.remove();
    }
    await healthy.close();
  }
}

/** A process namespace for the command alone, as the sandboxes of coding agents and containers have it. */
export const namespaceCases: readonly ConformanceCase[] = [
  {
    name: 'pid-namespace',
    title: 'the command has a process namespace of its own, which ends with it',
    run: (context) =>
      whereNamespaces(() =>
        playScenario(context, { endpoint: 'up', extraMs: 1_000, wrap: inNamespace }),
      ),
  },
  {
    name: 'pid-namespace-closed',
    title: 'the same, and nothing listens at the endpoint until a run outside',
    run: (context) =>
      whereNamespaces(() =>
        playScenario(context, { endpoint: 'closed', extraMs: 1_000, wrap: inNamespace }),
      ),
  },
  {
    name: 'pid-namespace-living',
    title: 'a run outside sends while one in a process namespace lives',
    run: (context) => whereNamespaces(() => playLivingRun(context)),
  },
];
