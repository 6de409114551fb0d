import { SondeError } from '@sonde/protocol';
import { checkRun, describeEnding } from './check-run.js';
import type { Baseline } from './conformance-case.js';
import { endProcesses, untilProcessesEnd } from './left-processes.js';
import { runCommand } from './run-command.js';
import { createSandbox } from './sandbox.js';
import { mergeVariables, telemetryTo } from './scenario.js';
import { readSpool } from './spool-contents.js';
import { optedOut, type Subject, variableName } from './subject.js';

function unusable(detail: string): SondeError {
  return new SondeError('conformance_command_unusable', { detail });
}

/**
 * Runs the command with and without telemetry, to find out what it prints, how it ends and what it
 * records. Throws `conformance_command_unusable` if it behaves differently each time, or records
 * nothing.
 */
export async function prepareBaseline(subject: Subject): Promise<Baseline> {
  const sandbox = createSandbox(subject);
  const run = (variables: Record<string, string>) =>
    runCommand({
      argv: subject.command,
      environment: mergeVariables(sandbox.environment, variables),
      cwd: sandbox.project,
      timeoutMs: subject.timeoutMs,
    }).catch((error: Error) => {
      throw unusable(`it cannot be started: ${error.message}`);
    });
  try {
    const reference = await run(optedOut(subject.tool));
    if (reference.timedOut) throw unusable(`it did not end within ${subject.timeoutMs} ms`);
    const [difference] = checkRun(subject, reference, await run(optedOut(subject.tool)));
    if (difference !== undefined)
      throw unusable(`two runs without telemetry differ: ${difference}`);
    await run({
      // The discard port: nothing is sent in this run.
      ...telemetryTo(subject, 'http://127.0.0.1:9'),
      [variableName(subject.tool, 'FLUSH_AT')]: '1000000',
    });
    endProcesses((await untilProcessesEnd(sandbox.root, 1_000)).left);
    const eventNames = readSpool(sandbox.spool)
      .waiting.toSorted((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
      .map(({ event }) => event);
    if (eventNames.length === 0) {
      throw unusable(
        `it ended with ${describeEnding(reference)} and recorded nothing below ${sandbox.spool.slice(sandbox.root.length + 1)}; check --tool, which is ${subject.tool}. ${reference.stderr.toString('utf8').trim().slice(0, 300)}`.trim(),
      );
    }
    return { reference, eventNames };
  } finally {
    sandbox.remove();
  }
}
