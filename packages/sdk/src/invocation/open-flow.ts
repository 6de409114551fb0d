import type { ScopeEnd } from '../errors/scope-end.js';
import type { FlowRun } from '../telemetry.js';

/** A flow run as the tool sees it, untyped. */
export interface OpenFlow
  extends Omit<FlowRun, typeof Symbol.dispose | typeof Symbol.asyncDispose> {
  /** The scope ended, in a way that is not known yet. */
  dispose(): void;
  /** Reports a terminal for how the scope ended, unless there was one. */
  leave(end: ScopeEnd): void;
}

/** What a tool holds. */
export type HeldFlow = OpenFlow & Disposable & AsyncDisposable;

/** A flow run that is open, as one that begins inside it sees it. */
export interface EnclosingFlow {
  flow: OpenFlow;
  name: string;
  runId: string;
  steps: readonly string[];
}

const ignore = () => {};

/** A flow that reports nothing: telemetry is off, or its name was never declared. */
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
