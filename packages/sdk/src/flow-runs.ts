import type { Properties } from '@sonde/protocol';
import type { DebugLog } from './debug-log.js';
import type { CatalogDefinition, FlowDefinition } from './define-catalog.js';
import type { ErrorDescription } from './describe-error.js';
import type { EventRecorder } from './event-recorder.js';
import { randomUuid } from './random-uuid.js';
import type { FlowRun } from './telemetry-types.js';

/** How the scope of a flow ended, for flows that did not say so themselves. */
export type ScopeEnd =
  | { kind: 'returned' }
  | { kind: 'cancelled' }
  | { kind: 'threw'; description: ErrorDescription };

/** A flow run as the tool sees it, untyped. */
export interface OpenFlow extends FlowRun {
  /** Reports a terminal for how the scope ended, unless there was one. */
  leave(end: ScopeEnd): void;
}

/** All flow runs of one invocation. */
export interface FlowRuns {
  start(name: string, values: unknown): OpenFlow;
  /** Leaves whatever is still open, innermost first. */
  leaveAll(end: ScopeEnd): void;
}

/** A flow that reports nothing: telemetry is off, or its name was never declared. */
export const inertFlow: OpenFlow = {
  open: false,
  step() {},
  milestone() {},
  complete() {},
  abort() {},
  fail() {},
  leave() {},
};

/** Creates the flow runs of one invocation. */
export function createFlowRuns(options: {
  catalog: CatalogDefinition;
  recorder: EventRecorder;
  now: () => number;
  classify: (error: unknown) => ScopeEnd;
  debug: DebugLog;
}): FlowRuns {
  const { catalog, recorder, now, classify, debug } = options;
  /** Innermost last. */
  const openFlows: { flow: OpenFlow; name: string; runId: string; steps: readonly string[] }[] = [];

  /** A flow inside another one: at most moves the open one's step. */
  function collapse(name: string): OpenFlow {
    const outer = openFlows.at(-1);
    const move = (step: string) => {
      if (outer?.steps.includes(step)) outer.flow.step(step);
    };
    move(name);
    let open = true;
    const close = () => {
      open = false;
    };
    return {
      get open() {
        return open && outer?.flow.open === true;
      },
      step: move,
      milestone() {},
      complete: close,
      abort: close,
      fail: close,
      leave: close,
    };
  }

  function begin(name: string, declared: FlowDefinition, values: unknown): OpenFlow {
    const runId = randomUuid();
    const prefix = declared.eventPrefix;
    const outer = openFlows.at(-1);
    const startedAt = now();
    const fields = { flow: name, flow_run_id: runId };
    const given = recorder.guard({ ...declared.properties, ...declared.started }, values);
    const common = Object.fromEntries(
      Object.entries(given).filter(([key]) => Object.hasOwn(declared.properties ?? {}, key)),
    );
    let step: string | null = null;
    let open = true;

    const report = (suffix: string, properties: Properties) =>
      recorder.record(`${prefix} ${suffix}`, { ...common, ...properties }, { flow: fields });

    function end(suffix: string, properties: Properties): void {
      if (!open) {
        debug(`${suffix} ignored: it came too late`);
        return;
      }
      open = false;
      openFlows.splice(
        openFlows.findIndex(({ runId: other }) => other === runId),
        1,
      );
      report(suffix, properties);
    }
    const elapsed = () => Math.max(0, Math.round(now() - startedAt));
    const abort = (reason: string, values?: unknown) => {
      const known = reason === 'cancelled' || declared.reasons?.includes(reason);
      if (!known && open) recorder.lose('value', `reason ${reason} is not declared`);
      end('Aborted', {
        ...recorder.guard(declared.aborted, values),
        step,
        reason: known ? reason : 'other',
      });
    };
    const fail = (description: ErrorDescription, values?: unknown) =>
      end('Failed', {
        ...recorder.guard(declared.failed, values),
        step,
        duration_ms: elapsed(),
        error_class: description.error_class,
      });
    const complete = (values?: unknown) =>
      end('Completed', {
        ...recorder.guard(declared.completed, values),
        duration_ms: elapsed(),
      });

    const flow: OpenFlow = {
      get open() {
        return open;
      },
      step(next) {
        if (!open || next === step) return;
        if (!declared.steps.includes(next)) {
          recorder.lose('value', `step ${next} is not declared`);
          return;
        }
        step = next;
        recorder.control({ control: 'step', flow_run_id: runId, step: next });
      },
      milestone(milestone: string, ...rest: unknown[]) {
        const milestones = declared.milestones ?? {};
        const properties = Object.hasOwn(milestones, milestone) ? milestones[milestone] : undefined;
        if (!open || properties === undefined) {
          if (open) recorder.lose('value', `milestone ${milestone} is not declared`);
          return;
        }
        report(milestone, recorder.guard(properties.properties, rest[0]));
      },
      complete(...rest: unknown[]) {
        complete(rest[0]);
      },
      abort(reason: string, ...rest: unknown[]) {
        abort(reason, rest[0]);
      },
      fail(error: unknown, ...rest: unknown[]) {
        const end = classify(error);
        if (end.kind === 'threw') fail(end.description, rest[0]);
        else abort('cancelled');
      },
      leave(end) {
        if (!open) return;
        if (end.kind === 'returned') complete();
        else if (end.kind === 'cancelled') abort('cancelled');
        else fail(end.description);
      },
    };
    recorder.record(
      `${prefix} Started`,
      outer === undefined
        ? given
        : { ...given, triggered_from: outer.name, parent_flow_run_id: outer.runId },
      {
        flow: fields,
        controls: [{ control: 'flow', ...fields, prefix, properties: common }],
      },
    );
    openFlows.push({ flow, name, runId, steps: declared.steps });
    return flow;
  }

  return {
    start(name, values) {
      const flows = catalog.flows ?? {};
      const declared = Object.hasOwn(flows, name) ? flows[name] : undefined;
      if (declared === undefined) {
        recorder.lose('value', `flow ${name} is not declared`);
        return inertFlow;
      }
      if (openFlows.length > 0 && declared.nested !== 'report') return collapse(name);
      return begin(name, declared, values);
    },
    leaveAll(end) {
      for (const { flow } of openFlows.toReversed()) flow.leave(end);
    },
  };
}
