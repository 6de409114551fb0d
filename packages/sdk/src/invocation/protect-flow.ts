import type { HeldFlow, OpenFlow } from './open-flow.js';

/** Returns the result of `action`, or `otherwise` if it throws. */
export type Safely = <Result>(action: () => Result, otherwise: Result) => Result;

const methods = ['step', 'milestone', 'complete', 'abort', 'fail', 'leave', 'dispose'] as const;

/** Wraps a flow for the tool: an error inside a method never reaches the tool. */
export function protectFlow(flow: OpenFlow, safely: Safely): HeldFlow {
  const safe = Object.fromEntries(
    methods.map((method) => [
      method,
      (...parameters: unknown[]) =>
        safely(() => (flow[method] as (...all: unknown[]) => void)(...parameters), undefined),
    ]),
  ) as unknown as OpenFlow;
  const held = Object.assign(safe, {
    [Symbol.dispose]: safe.dispose,
    [Symbol.asyncDispose]: async () => safe.dispose(),
  });
  return Object.defineProperty(held, 'open', { get: () => flow.open });
}
