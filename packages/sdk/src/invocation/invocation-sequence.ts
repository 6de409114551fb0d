import type { ScopeEnd } from '../errors/scope-end.js';
import { textOf } from '../runtime/text-of.js';
import type { Invocation } from './invocation.js';

type Tell = (invocation: Invocation) => void;

/** The invocations of one telemetry: usually one, but a shell runs several commands in a process. */
export interface InvocationSequence {
  /** The invocation that calls now belong to; undefined if telemetry is off. */
  current(): Invocation | undefined;
  /** The same, but creates none. */
  existing(): Invocation | undefined;
  /** Calls `tell` for the current invocation, or for the next one if there is none. */
  describe(tell: Tell): void;
  /** The invocation for a command that starts; undefined if a running command called it. */
  startCommand(): Invocation | undefined;
  /** The function of the command has returned, thrown or been cancelled. */
  endBody(invocation: Invocation, end: ScopeEnd): void;
}

/** More calls than any tool makes between two commands. */
const maxCalls = 100;

/**
 * Creates the sequence of invocations of one telemetry.
 *
 * @param open Creates an invocation; undefined if telemetry is off.
 */
export function createInvocationSequence(
  open: (isFirst: boolean) => Invocation | undefined,
): InvocationSequence {
  let now: Invocation | undefined;
  /** The one before, whose user the next one keeps. */
  let before: Invocation | undefined;
  /** Serving commands, such as a shell, in which the current command runs. Innermost last. */
  const serving: Invocation[] = [];
  /** Calls before the first invocation: they hold for all. */
  const atStart: Tell[] = [];
  /** Calls since the last command ended: they hold for the next one. */
  let between: Tell[] = [];

  function keep(calls: Tell[], tell: Tell): void {
    calls.push(tell);
    if (calls.length > maxCalls) calls.shift();
  }

  function apply(invocation: Invocation, calls: readonly Tell[]): void {
    for (const tell of calls) {
      try {
        tell(invocation);
      } catch (error) {
        invocation.debug(`internal error: ${textOf(error)}`);
      }
    }
  }

  function current(): Invocation | undefined {
    if (now !== undefined) return now;
    now = open(before === undefined);
    if (now === undefined) return undefined;
    apply(now, atStart);
    if (before !== undefined) now.setUser(before.userId);
    apply(now, between);
    between = [];
    return now;
  }

  return {
    current,
    existing: () => now,
    describe(tell) {
      if (now === undefined) {
        keep(before === undefined ? atStart : between, tell);
        return;
      }
      tell(now);
      if (now.state === 'ended') keep(between, tell);
    },
    startCommand() {
      const running = current();
      if (running === undefined || running.state === 'waiting') return running;
      if (running.state === 'ended') running.close({ kind: 'returned' });
      else if (running.isServing) serving.push(running);
      else return undefined;
      before = running;
      now = undefined;
      return current();
    },
    endBody(invocation, end) {
      invocation.endBody(end);
      const outer = invocation === now ? serving.at(-1) : undefined;
      if (outer === undefined || invocation.isServing) return;
      invocation.close(end);
      outer.setUser(invocation.userId);
      now = serving.pop();
    },
  };
}
