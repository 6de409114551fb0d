import { lifecycleEvents, type Properties } from '@sonde/protocol';
import type { CatalogDefinition } from '../catalog/define-catalog.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import { monotonicMs } from '../runtime/monotonic-clock.js';
import type { EventRecorder } from './event-recorder.js';

/** The command that an invocation runs: when it began, how its body ended, and what it is reported as. */
export interface CommandLifecycle {
  start(
    command: string,
    flags?: readonly string[],
    positionals?: Readonly<Record<string, unknown>>,
  ): void;
  /** The body of the command has ended; the process may still do something else. */
  endBody(end: ScopeEnd): void;
  /** An error that the body did not throw: the tool reported it, or nobody caught it. */
  see(error: ScopeEnd, isReported: boolean): void;
  interrupt(): void;
  /** How the unit of work ended, when its scope ended so. */
  endOf(scopeEnd: ScopeEnd): ScopeEnd;
  /** Why a process that exits with this code, which is not 0, did so. */
  whyFailed(exitCode: number): ScopeEnd;
  /** Records the end of the command, if one began. */
  complete(exitCode: number, end: ScopeEnd): void;
}

/** Of a process that was ended by Ctrl-C. */
export const interruptedExitCode = 130;

/** Names that a tool declared look like this; what was typed by a user may be anything. */
export const commandPattern = /^[\w.:-]{1,64}( [\w.:-]{1,64}){0,9}$/;
export const flagPattern = /^[\w.:-]{1,64}$/;

const sinceMs = (startedAt: number) => Math.max(0, Math.round(monotonicMs() - startedAt));

export function createCommandLifecycle(
  catalog: CatalogDefinition,
  recorder: EventRecorder,
): CommandLifecycle {
  let startedAt: number | undefined;
  let body: { durationMs: number; end: ScopeEnd } | undefined;
  /** Declared arguments of the command, on the events of its lifecycle. */
  let positionalProperties: Properties = {};
  let seen: { error: ScopeEnd; isReported: boolean } | undefined;
  let interrupted = false;

  return {
    start(command, flags, positionals) {
      if (startedAt !== undefined) return;
      startedAt = monotonicMs();
      recorder.command = commandPattern.test(command) ? command : 'unknown';
      recorder.flags = (flags ?? []).filter((flag) => flagPattern.test(flag)).sort();
      const declared = catalog.commands?.[command]?.arguments ?? {};
      const values: Record<string, unknown> = {};
      for (const name in declared) values[name] = positionals?.[name];
      positionalProperties = recorder.guard(declared, values);
      recorder.record(lifecycleEvents.invoked, positionalProperties);
    },
    endBody(end) {
      if (startedAt === undefined || body !== undefined) return;
      body = { durationMs: sinceMs(startedAt), end };
      recorder.control({
        control: 'body',
        succeeded: end.kind === 'returned',
        user_cancelled: end.kind === 'cancelled',
        duration_ms: body.durationMs,
        error: end.kind === 'threw' ? end.description : null,
      });
    },
    see(error, isReported) {
      seen = { error, isReported };
    },
    interrupt() {
      interrupted = true;
    },
    endOf(scopeEnd) {
      return seen?.isReported ? seen.error : (body?.end ?? scopeEnd);
    },
    whyFailed(exitCode) {
      if (body !== undefined && body.end.kind !== 'returned') return body.end;
      if (interrupted || seen?.error.kind === 'cancelled') return { kind: 'cancelled' };
      if (seen !== undefined) return seen.error;
      if (exitCode === interruptedExitCode) return { kind: 'cancelled' };
      return { kind: 'threw', description: { error_class: 'unknown', error_source: 'internal' } };
    },
    complete(exitCode, end) {
      if (startedAt === undefined) return;
      const threw = body?.end.kind === 'threw' ? body.end : seen?.error;
      if (exitCode !== 0 && end.kind === 'threw' && threw?.kind === 'threw') {
        recorder.record(lifecycleEvents.failed, { ...positionalProperties, ...threw.description });
      }
      recorder.record(lifecycleEvents.completed, {
        ...positionalProperties,
        succeeded: exitCode === 0,
        exit_code: exitCode,
        duration_ms: body?.durationMs ?? sinceMs(startedAt),
        ...(exitCode !== 0 && {
          ...(end.kind === 'threw' && { error_class: end.description.error_class }),
          user_cancelled: end.kind === 'cancelled',
        }),
      });
    },
  };
}
