import type { Properties } from '@sonde/protocol';
import type { CatalogDefinition, FlowDefinition } from '../catalog/define-catalog.js';
import type { ErrorDescription } from '../errors/describe-error.js';
import type { ScopeEnd } from '../errors/scope-end.js';
import type { DebugLog } from '../runtime/debug-log.js';
import { randomUuid } from '../runtime/random-uuid.js';
import type { ControlRecord } from '../spool/control-record.js';
import type { FlowKeeper, KeptFlow } from '../spool/kept-flow-runs.js';
import { collapseFlow } from './collapse-flow.js';
import type { EventRecorder } from './event-recorder.js';
import { type EnclosingFlow, type HeldFlow, inertFlow, type OpenFlow } from './open-flow.js';
import { protectFlow, type Safely } from './protect-flow.js';

/** All flow runs of one invocation. */
export interface FlowRuns {
  start(name: string, values: unknown): HeldFlow;
  /** The innermost open run of one of these flows; if there is none, a run that reports nothing. */
  current(names: readonly string[]): HeldFlow;
  /** Ends all open runs, innermost first. */
  leaveAll(end: ScopeEnd): void;
}

/** Creates the flow runs of one invocation. */
export function createFlowRuns(options: {
  catalog: CatalogDefinition;
  recorder: EventRecorder;
  /** Stores runs that later processes continue; undefined if nothing can be stored. */
  keeper: () => FlowKeeper | undefined;
  now: () => number;
  classify: (error: unknown) => ScopeEnd;
  debug: DebugLog;
  safely: Safely;
}): FlowRuns {
  const { catalog, recorder, keeper, now, classify, debug, safely } = options;
  /** Innermost last. */
  const openFlows: EnclosingFlow[] = [];
  /** Runs whose scope ended without an outcome: the outcome of the command decides. */
  const leftFlows: OpenFlow[] = [];
  /** The invocation has ended. A resumable flow is still open then, for a later one. */
  let isOver = false;

  const refuse = (name: string) => recorder.lose('value', `${name} is not declared`);

  function begin(name: string, declared: FlowDefinition, values: unknown): OpenFlow {
    const outer = openFlows.at(-1);
    const started = recorder.guard({ ...declared.properties, ...declared.started }, values);
    const common = Object.fromEntries(
      Object.entries(started).filter(([key]) => Object.hasOwn(declared.properties ?? {}, key)),
    );
    const origin = declared.nested === 'report' && {
      triggered_from: outer?.name ?? 'explicit_command',
      ...(outer && { parent_flow_run_id: outer.runId }),
    };
    const runId = randomUuid();
    const { resumeWithinMs: withinMs } = declared;
    const kept = withinMs && keeper()?.begin({ flow: name, runId, withinMs, properties: common });
    // Another process began the flow at the same moment.
    if (kept && kept.runId !== runId) return open(name, declared, kept);
    return open(name, declared, kept || undefined, {
      runId,
      common: { ...common, ...origin },
      started: { ...started, ...origin },
    });
  }

  /** @param fresh For a run that begins now; undefined for one that another process began. */
  function open(
    name: string,
    declared: FlowDefinition,
    kept: KeptFlow | undefined,
    fresh?: { runId: string; common: Properties; started: Properties },
  ): OpenFlow {
    const runId = fresh?.runId ?? kept?.runId ?? '';
    const common = fresh?.common ?? recorder.guard(declared.properties, kept?.properties);
    const prefix = declared.eventPrefix;
    const fields = { flow: name, flow_run_id: runId };
    const startedAt = now();
    const isResumable = declared.resumeWithinMs !== undefined;
    let step = declared.steps.find((known) => known === kept?.step) ?? null;
    let isOpen = true;
    let leftAfterMs: number | undefined;

    const report = (suffix: string, properties: Properties) =>
      recorder.record(`${prefix} ${suffix}`, { ...common, ...properties }, { flow: fields });

    function leaveScope(): void {
      const position = openFlows.findIndex((other) => other.flow === flow);
      if (position >= 0) openFlows.splice(position, 1);
    }
    const ignore = (suffix: string) => debug(`${suffix} ignored: the flow has ended`);
    function end(suffix: string, properties: Properties): void {
      if (!isOpen || isOver || kept?.end() === false) ignore(suffix);
      else report(suffix, properties);
      isOpen = false;
      leaveScope();
    }
    // The system clock for a run that several processes share; otherwise the monotonic clock.
    const elapsed = () => leftAfterMs ?? kept?.elapsedMs() ?? Math.round(now() - startedAt);
    const fail = ({ error_class }: ErrorDescription, values?: unknown) =>
      end('Failed', {
        ...recorder.guard(declared.failed, values),
        step,
        duration_ms: elapsed(),
        error_class,
      });

    // The catalog's types are for the tool's compiler; here, values are checked at run time.
    const flow: OpenFlow = {
      get open() {
        return isOpen;
      },
      step(next: string) {
        if (!isOpen || next === step) return;
        if (!declared.steps.includes(next)) {
          refuse(next);
          return;
        }
        step = next;
        recorder.control({ control: 'step', flow_run_id: runId, step: next });
        kept?.moveTo(next);
      },
      milestone(name: string, values?: unknown) {
        const milestones = declared.milestones ?? {};
        const milestone = Object.hasOwn(milestones, name) ? milestones[name] : undefined;
        if (!isOpen) ignore(name);
        else if (milestone === undefined) refuse(name);
        else report(name, recorder.guard(milestone.properties, values));
      },
      complete(values?: unknown) {
        end('Completed', {
          ...recorder.guard(declared.completed, values),
          duration_ms: elapsed(),
        });
      },
      abort(reason: string, values?: unknown) {
        const known = reason === 'cancelled' || declared.reasons?.includes(reason);
        if (!known && isOpen) refuse(reason);
        end('Aborted', {
          ...recorder.guard(declared.aborted, values),
          step,
          reason: known ? reason : 'other',
        });
      },
      fail(error: unknown, values?: unknown) {
        const end = classify(error);
        if (end.kind === 'threw') fail(end.description, values);
        else flow.abort('cancelled');
      },
      leave(end: ScopeEnd) {
        if (!isOpen) return;
        // After a cancelled or failed command, the user may still resume the flow.
        if (isResumable) leaveScope();
        else if (end.kind === 'returned') flow.complete();
        else if (end.kind === 'cancelled') flow.abort('cancelled');
        else fail(end.description);
      },
      dispose() {
        if (!isOpen || leftAfterMs !== undefined) return;
        leftAfterMs = elapsed();
        leaveScope();
        leftFlows.push(flow);
      },
    } as OpenFlow;
    const control: ControlRecord = {
      control: 'flow',
      ...fields,
      prefix,
      properties: common,
      ...(isResumable && { resumable: true }),
    };
    if (fresh === undefined) recorder.control(control);
    else recorder.record(`${prefix} Started`, fresh.started, { flow: fields, controls: [control] });
    openFlows.push({ flow, name, runId, steps: declared.steps });
    return flow;
  }

  /** Continues a run that an earlier process started. */
  function resume(name: string): OpenFlow | undefined {
    const declared = declarationOf(name);
    const kept = declared?.resumeWithinMs && keeper()?.find(name);
    return kept ? open(name, declared, kept) : undefined;
  }

  const declarationOf = (name: string) => {
    const flows = catalog.flows ?? {};
    return Object.hasOwn(flows, name) ? flows[name] : undefined;
  };

  return {
    start(name, values) {
      if (isOver) return inertFlow;
      const declared = declarationOf(name);
      if (declared === undefined) {
        refuse(name);
        return inertFlow;
      }
      const outer = openFlows.at(-1);
      if (outer !== undefined && declared.nested !== 'report') {
        return protectFlow(collapseFlow(name, outer), safely);
      }
      return protectFlow(resume(name) ?? begin(name, declared, values), safely);
    },
    current(names) {
      let found = openFlows.findLast(({ name }) => names.includes(name))?.flow;
      for (const name of names) found ??= resume(name);
      return found === undefined ? inertFlow : protectFlow(found, safely);
    },
    leaveAll(end) {
      for (const { flow } of openFlows.toReversed()) flow.leave(end);
      for (const flow of leftFlows.splice(0)) flow.leave(end);
      isOver = true;
    },
  };
}
