import { type LeftProcess, rootsOf } from './left-processes.js';
import type { CommandEnd } from './run-command.js';
import type { Sandbox, SandboxEntry } from './sandbox.js';
import type { Subject } from './subject.js';

/** The problems that a case found, each with what to do; empty if it passed. */
export type Reasons = string[];

/** How a process ended, in words. */
export function describeEnding({ code, signal, timedOut }: CommandEnd): string {
  if (timedOut) return 'did not end in time';
  return signal === null ? `exit code ${code}` : `signal ${signal}`;
}

/** Output without the parts that vary between runs. */
export function normalise(bytes: Buffer, subject: Subject): string {
  let text = bytes.toString('latin1');
  for (const pattern of subject.ignore) text = text.replaceAll(pattern, '…');
  return text;
}

/**
 * What a terminal shows, each text once: a spinner draws the same line any number of times, depending on the
 * load of the machine.
 */
export function normaliseScreen(bytes: Buffer, subject: Subject): string {
  const lines = normalise(bytes, subject)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled with escape sequences
    .replaceAll(/\x1b\[[\d;?]*[a-zA-Z]/g, '\n')
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/[^ -~]/g, '').trim());
  return [...new Set(lines)].join('\n');
}

function quote(text: string): string {
  const short = text.length > 160 ? `${text.slice(0, 160)}…` : text;
  return JSON.stringify(Buffer.from(short, 'latin1').toString('utf8'));
}

/** The first line in which two texts differ. */
function describeDifference(expected: string, actual: string): string {
  const without = expected.split('\n');
  const line = actual.split('\n').findIndex((text, index) => text !== without[index]);
  const at = line < 0 ? actual.split('\n').length : line;
  return `line ${at + 1} is ${quote(actual.split('\n')[at] ?? '')}, without telemetry ${quote(without[at] ?? '')}`;
}

/** Output and exit must be the same as without telemetry. */
export function checkRun(
  subject: Subject,
  reference: CommandEnd,
  run: CommandEnd,
  read = normalise,
): Reasons {
  const reasons: Reasons = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    const expected = read(reference[stream], subject);
    const actual = read(run[stream], subject);
    if (expected !== actual) {
      reasons.push(
        `${stream} differs: ${describeDifference(expected, actual)}. Telemetry must print nothing. If the tool’s own output varies here, use --ignore.`,
      );
    }
  }
  if (describeEnding(reference) !== describeEnding(run)) {
    reasons.push(
      `The run ended with ${describeEnding(run)}, without telemetry with ${describeEnding(reference)}. Telemetry must not change the exit.`,
    );
  }
  return reasons;
}

/**
 * The exit and the end of the output may be later than without telemetry, but only by the margin.
 */
export function checkTime(reference: CommandEnd, run: CommandEnd, marginMs: number): Reasons {
  const reasons: Reasons = [];
  const later = run.exitMs - reference.exitMs;
  if (later > marginMs) {
    reasons.push(
      `The run took ${Math.round(run.exitMs)} ms, without telemetry ${Math.round(reference.exitMs)} ms. Do not wait before the exit; send in another process.`,
    );
  }
  const held = run.closeMs - run.exitMs - (reference.closeMs - reference.exitMs);
  if (held > marginMs) {
    reasons.push(
      `stdout or stderr stayed open ${Math.round(held)} ms longer than the tool ran, so readers of the output wait. A process left behind must not inherit them.`,
    );
  }
  return reasons;
}

/** At most one sender may be left behind. */
export function checkLeft(left: readonly LeftProcess[], senders: number): Reasons {
  const reasons: Reasons = [];
  const roots = rootsOf(left);
  for (const { command, isSender } of roots) {
    if (!isSender) {
      reasons.push(
        `A process was left behind: ${command}. Only the detached sender may outlive the tool.`,
      );
    }
  }
  const found = roots.filter(({ isSender }) => isSender).length;
  if (senders === 0 && found > 0) {
    reasons.push('A sender was started although nothing is waiting.');
  } else if (found > senders) {
    reasons.push(`${found} senders were left behind at once. Start only one at a time.`);
  }
  return reasons;
}

/** The SDK's files must be in its own directory, private to this user. */
export function checkFiles(subject: Subject, reference: Sandbox, sandbox: Sandbox): Reasons {
  const known = new Set(reference.list().map(({ path }) => path));
  const own = sandbox.spool.slice(sandbox.root.length + 1);
  const isParent = (path: string) => own.startsWith(`${path}/`);
  // Where events wait if the usual directory cannot be written.
  const fallback = `temporary/${subject.tool}-telemetry-${process.getuid?.()}`;
  const isInside = (path: string) =>
    [own, fallback].some((place) => path === place || path.startsWith(`${place}/`));
  const extra = sandbox.list().filter(({ path }) => !known.has(path));
  const describe = ({ path, mode }: SandboxEntry) => `${path} (${mode.toString(8)})`;
  const elsewhere = extra.filter(({ path }) => !isParent(path) && !isInside(path));
  const open = extra.filter(
    ({ path, mode }) =>
      (isInside(path) || path === `.local/state/${subject.tool}`) && (mode & 0o077) !== 0,
  );
  return [
    ...elsewhere.map(
      (entry) =>
        `${describe(entry)} was left behind, but not without telemetry. Keep everything in ${own}. If it is the tool’s own file, it must not vary between runs.`,
    ),
    ...open.map(
      (entry) =>
        `${describe(entry)} is open to other users. Files must be 0600 and directories 0700.`,
    ),
  ];
}
