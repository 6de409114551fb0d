import type { FunnelStage } from './responses.js';

/** The stage of a funnel that `from_previous` is a share of; undefined if there is none. */
export function previousStage(
  stages: readonly FunnelStage[],
  index: number,
): FunnelStage | undefined {
  const way = stages[0]?.declaration;
  if (stages[index]?.declaration !== way) return undefined;
  return stages.slice(0, index).findLast(({ declaration }) => declaration === way);
}
