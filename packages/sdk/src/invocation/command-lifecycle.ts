import { lifecycleEvents, type Properties } from '@sonde/protocol';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import { type EndingSignal, exitCodeOf, isFromUser } from '../process-end/ending-signals.js';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import type { EventRecorder } from './event-recorder.js';

/** The command that an invocation runs: when it started, how it ended, and how it is reported. */
export interface CommandLifecycle {
  /** `waiting` before its start, `open` while its body runs. */
  readonly state: 'waiting' | 'open' | 'ended';
  /** The command is a server: it lasts until the process ends. */
  readonly isServing: boolean;
  start(
    command: string,
    flags?: readonly string[],
    positionals?: Readonly<Record<string, unknown>>,
  ): void;
  /** The function of the command has returned, thrown or been cancelled. Its work may go on. */
  endBody(end: ScopeEnd): void;
  /** The work of the command is done. Later time does not count. */
  endWork(): void;
  /** Stops the clock until {@link resume}. Has an effect only after the end of the body. */
  pause(): void;
  resume(): void;
  serve(): void;
  /** Records that a serving command is still running. */
  noteLife(): void;
  /** Handles an error that the body did not throw: the tool reported it, or nobody caught it. */
  see(error: ScopeEnd, isReported: boolean): void;
  /** How the command ended, if its process exits with this code. */
  endAtExit(exitCode: number): ScopeEnd;
  /** How the command ended, if this signal ends its process. */
  endAtSignal(signal: EndingSignal): ScopeEnd;
  /** How the command ended, and its exit code, if the process continues. */
  endAlone(scopeEnd: ScopeEnd): { end: ScopeEnd; exitCode: number };
  /**
   * Records the end of the command, if one started.
   *
   * @param endsWithBody The end of the body, if it has ended, is the end of the work.
   */
  complete(exitCode: number, end: ScopeEnd, endsWithBody?: boolean): void;
}

/** The exit code of a process that Ctrl-C ended. */
const interruptedExitCode = 130;

/** Names that a tool declares match these; text that a user types may not. */
export const commandPattern = /^[\w.:-]{1,64}( [\w.:-]{1,64}){0,9}$/;
export const flagPattern = /^[\w.:-]{1,64}$/;

const unknownError: ScopeEnd = {
  kind: 'threw',
  description: { error_class: 'unknown', error_source: 'internal' },
};

const isUnknown = (end: ScopeEnd) =>
  end.kind === 'threw' && end.description.error_class === 'unknown';

/** Whether the client of a server on stdin and stdout has disconnected. */
function hasStdinEnded(): boolean {
  return process.stdin.readableEnded || process.stdin.destroyed;
}

/** Creates the lifecycle of an invocation's command. */
export function createCommandLifecycle(
  catalog: CatalogDefinition,
  recorder: EventRecorder,
  parentId?: string,
): CommandLifecycle {
  let startedAt: number | undefined;
  let body: { endedAt: number; end: ScopeEnd; exitCode: number } | undefined;
  let workEndedAt: number | undefined;
  let pausedAt: number | undefined;
  let pausedMs = 0;
  let isServing = false;
  /** The command's declared arguments, which its lifecycle events have as properties. */
  let positionalProperties: Properties = {};
  let seen: { error: ScopeEnd; isReported: boolean } | undefined;
  /** `process.exitCode` when the command started. */
  let exitCodeBefore: unknown;

  const durationUntil = (now: number) =>
    Math.max(0, Math.round(now - (startedAt ?? now) - pausedMs));
  const durationMs = () => durationUntil(workEndedAt ?? pausedAt ?? monotonicMs());

  /** The error that the body threw. If its class is unknown, the reported or uncaught one. */
  function thrown(): ScopeEnd | undefined {
    if (body === undefined || body.end.kind === 'returned') return undefined;
    return isUnknown(body.end) && seen !== undefined ? seen.error : body.end;
  }

  /** Whether an error only means that the client has disconnected. */
  function isClientGone(end: ScopeEnd): boolean {
    if (end.kind !== 'threw') return true;
    const { error_class } = end.description;
    return /^(EPIPE|ECONNRESET|ERR_STREAM_DESTROYED)$/.test(error_class) && hasStdinEnded();
  }

  return {
    get state() {
      if (startedAt === undefined) return 'waiting';
      return body === undefined && workEndedAt === undefined ? 'open' : 'ended';
    },
    get isServing() {
      return isServing;
    },
    start(command, flags, positionals) {
      if (startedAt !== undefined) return;
      startedAt = monotonicMs();
      exitCodeBefore = process.exitCode;
      recorder.command = commandPattern.test(command) ? command : 'unknown';
      recorder.flags = (flags ?? []).filter((flag) => flagPattern.test(flag)).sort();
      const declared = catalog.commands?.[command]?.arguments ?? {};
      const values: Record<string, unknown> = {};
      for (const name in declared) values[name] = positionals?.[name];
      positionalProperties = recorder.guard(declared, values);
      recorder.record(lifecycleEvents.invoked, {
        ...positionalProperties,
        ...(parentId !== undefined && { parent_invocation_id: parentId }),
      });
    },
    endBody(end) {
      if (startedAt === undefined || body !== undefined) return;
      // The function of a serving command may return long before the server ends.
      if (isServing && end.kind !== 'threw') return;
      const endedAt = monotonicMs();
      const { exitCode } = process;
      body = { endedAt, end, exitCode: exitCode === exitCodeBefore ? 0 : Number(exitCode ?? 0) };
      recorder.control({
        control: 'body',
        succeeded: end.kind === 'returned',
        user_cancelled: end.kind === 'cancelled',
        duration_ms: durationUntil(workEndedAt ?? endedAt),
        error: end.kind === 'threw' ? end.description : null,
      });
    },
    endWork() {
      if (startedAt !== undefined) workEndedAt ??= monotonicMs();
    },
    pause() {
      if (body !== undefined) pausedAt ??= monotonicMs();
    },
    resume() {
      if (pausedAt !== undefined) pausedMs += monotonicMs() - pausedAt;
      pausedAt = undefined;
    },
    serve() {
      isServing = true;
      recorder.control({ control: 'serving', duration_ms: 0 });
    },
    noteLife() {
      if (isServing) recorder.control({ control: 'serving', duration_ms: durationMs() });
    },
    see(error, isReported) {
      seen = { error, isReported };
    },
    endAtExit(exitCode) {
      const signalled = recorder.signalled?.signal;
      const reported = seen?.isReported || exitCode !== 0 ? seen?.error : undefined;
      const error = thrown();
      if (isServing) {
        const isSignal = signalled && exitCode === exitCodeOf(signalled);
        const known = error ?? reported ?? (exitCode === 0 || isSignal ? undefined : unknownError);
        return known === undefined || isClientGone(known) ? { kind: 'returned' } : known;
      }
      if (error !== undefined) return error;
      if (exitCode === 0) return reported ?? { kind: 'returned' };
      const isCancelled = recorder.isInterrupted && isFromUser(signalled);
      if (isCancelled || reported?.kind === 'cancelled') return { kind: 'cancelled' };
      if (reported !== undefined) return reported;
      // Those of processes ended by a signal that a person sends.
      const isOfPerson = exitCode > 128 && exitCode < 132;
      return isOfPerson ? { kind: 'cancelled' } : unknownError;
    },
    endAtSignal(signal) {
      if (isServing) return thrown() ?? { kind: 'returned' };
      if (isFromUser(signal)) return { kind: 'cancelled' };
      const description = { error_class: signal, error_source: 'internal' } as const;
      return thrown() ?? { kind: 'threw', description };
    },
    endAlone(scopeEnd) {
      const end = seen?.isReported ? seen.error : (thrown() ?? scopeEnd);
      const exitCode = body?.exitCode ?? 0;
      if (end.kind === 'returned' && exitCode !== 0) {
        return { end: this.endAtExit(exitCode), exitCode };
      }
      return { end, exitCode: { returned: 0, threw: 1, cancelled: interruptedExitCode }[end.kind] };
    },
    complete(exitCode, end, endsWithBody) {
      if (startedAt === undefined) return;
      const succeeded = end.kind === 'returned';
      const isError = end === seen?.error || end === body?.end;
      if (end.kind === 'threw' && isError) {
        recorder.record(lifecycleEvents.failed, { ...positionalProperties, ...end.description });
      }
      recorder.record(lifecycleEvents.completed, {
        ...positionalProperties,
        succeeded,
        exit_code: exitCode,
        duration_ms:
          endsWithBody && body !== undefined
            ? durationUntil(workEndedAt ?? body.endedAt)
            : durationMs(),
        ...(!succeeded && {
          ...(end.kind === 'threw' && { error_class: end.description.error_class }),
          user_cancelled: end.kind === 'cancelled',
        }),
      });
    },
  };
}
