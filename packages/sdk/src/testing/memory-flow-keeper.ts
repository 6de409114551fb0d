import type { FlowKeeper, KeptFlow } from '../spool/kept-flow-runs.js';

/** Stores runs of resumable flows in memory, for the next invocation of the same recording. */
export function createMemoryFlowKeeper(clock: () => number): FlowKeeper {
  const runs = new Map<string, { flow: string; endsAt: number; kept: KeptFlow }>();
  return {
    find: (flow) =>
      [...runs.values()].find((run) => run.flow === flow && clock() < run.endsAt)?.kept,
    begin({ flow, runId, withinMs, properties }) {
      const startedAt = clock();
      const kept: KeptFlow = {
        runId,
        properties,
        step: null,
        moveTo(step) {
          kept.step = step;
        },
        end: () => runs.delete(runId),
        elapsedMs: () => Math.max(0, Math.round(clock() - startedAt)),
      };
      runs.set(runId, { flow, endsAt: startedAt + withinMs, kept });
      return kept;
    },
  };
}
