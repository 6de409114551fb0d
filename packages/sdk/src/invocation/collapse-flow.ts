import type { EnclosingFlow, OpenFlow } from './open-flow.js';

/** A flow inside another that is not reported. It only sets the outer flow's step, if the names match. */
export function collapseFlow(name: string, outer: EnclosingFlow): OpenFlow {
  let open = true;
  const close = () => {
    open = false;
  };
  const step = (next: string) => {
    if (outer.steps.includes(next)) outer.flow.step(next);
  };
  step(name);
  return {
    get open() {
      return open && outer.flow.open;
    },
    step,
    milestone() {},
    complete: close,
    abort: close,
    fail: close,
    leave: close,
    dispose: close,
  };
}
