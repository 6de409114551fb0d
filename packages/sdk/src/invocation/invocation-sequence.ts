import type { ScopeEnd } from '../errors/scope-end.js';
import { textOf } from '../runtime/text-of.js';
import type { Invocation } from './invocation.js';

type Call = (invocation: Invocation) => void;

/** The invocations of one process: usually one, but a shell runs several commands. */
export interface InvocationSequence {
  /** The invocation that calls now belong to; undefined if telemetry is off. */
  current(): Invocation | undefined;
  /** The current invocation if there is one; creates none. */
  existing(): Invocation | undefined;
  /** Runs `call` with the current invocation, or with the next one if there is none. */
  describe(call: Call): void;
  /** The invocation for a command that starts; undefined if a running command called it. */
  startCommand(): Invocation | undefined;
  /** The function of the command has returned, thrown or been cancelled. */
  endBody(invocation: Invocation, end: ScopeEnd): void;
  /** Leaves the current command if its work is done. */
  leaveEnded(): void;
  /** The unit of work has ended: later calls are ignored. */
  close(end: ScopeEnd): void;
}

/** More calls than any tool makes between two commands. */
const maxCalls = 100;

/**
 * Creates the sequence of invocations of one process.
 *
 * @param open Creates an invocation; undefined if telemetry is off.
 * @param announce Called with the invocation that later calls belong to.
 */
export function createInvocationSequence(
  open: (isFirst: boolean) => Invocation | undefined,
  announce: Call = () => {},
): InvocationSequence {
  let now: Invocation | undefined;
  let isClosed = false;
  /** The previous invocation. The next one gets its user. */
  let before: Invocation | undefined;
  /** Serving commands, such as a shell, in which the current command runs. Innermost last. */
  const serving: Invocation[] = [];
  /** Calls before the first invocation, which apply to all. */
  const atStart: Call[] = [];
  /** Calls since the last command ended, which apply to the next one. */
  let between: Call[] = [];

  function keep(calls: Call[], call: Call): void {
    calls.push(call);
    if (calls.length > maxCalls) calls.shift();
  }

  function apply(invocation: Invocation, calls: readonly Call[]): void {
    for (const call of calls) {
      try {
        call(invocation);
      } catch (error) {
        invocation.debug(`internal error: ${textOf(error)}`);
      }
    }
  }

  function current(): Invocation | undefined {
    if (isClosed) {
      now?.debug('ignored: the unit of work has ended');
      return undefined;
    }
    if (now !== undefined) return now;
    now = open(before === undefined);
    if (now === undefined) return undefined;
    announce(now);
    apply(now, atStart);
    if (before !== undefined) now.setUser(before.userId);
    apply(now, between);
    between = [];
    return now;
  }

  /** A command in a serving one ends with its body; later calls belong to the serving one. */
  function leave(invocation: Invocation, end: ScopeEnd): void {
    const outer = invocation === now ? serving.at(-1) : undefined;
    if (outer === undefined || invocation.isServing) return;
    invocation.close(end);
    outer.setUser(invocation.userId);
    now = serving.pop();
    announce(outer);
  }

  return {
    current,
    existing: () => (isClosed ? undefined : now),
    describe(call) {
      if (now === undefined) {
        keep(before === undefined ? atStart : between, call);
        return;
      }
      call(now);
      if (now.state === 'ended' || (now.isServing && before !== undefined)) keep(between, call);
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
      leave(invocation, end);
    },
    leaveEnded() {
      if (now?.state === 'ended') leave(now, { kind: 'returned' });
    },
    close(end) {
      now?.close(end);
      isClosed = true;
    },
  };
}
