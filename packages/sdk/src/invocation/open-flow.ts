import type { ScopeEnd } from '../errors/scope-end.js';
import type { FlowRun } from '../telemetry.js';

/** The methods of a flow run, without the types of the catalog. */
export interface OpenFlow
  extends Omit<FlowRun, typeof Symbol.dispose | typeof Symbol.asyncDispose> {
  /** The scope ended; its outcome is not yet known. */
  dispose(): void;
  /** Reports the end event for a scope's outcome, unless the flow has ended. */
  leave(end: ScopeEnd): void;
}

/** A flow run as the tool gets it. */
export type HeldFlow = OpenFlow & Disposable & AsyncDisposable;

/** An open flow run in which others may begin. */
export interface EnclosingFlow {
  flow: OpenFlow;
  name: string;
  runId: string;
  steps: readonly string[];
}

const ignore = () => {};

/** A flow that reports nothing, because telemetry is off or the name is not declared. */
export const inertFlow: HeldFlow = {
  open: false,
  step: ignore,
  milestone: ignore,
  complete: ignore,
  abort: ignore,
  fail: ignore,
  leave: ignore,
  dispose: ignore,
  [Symbol.dispose]: ignore,
  async [Symbol.asyncDispose]() {},
};
