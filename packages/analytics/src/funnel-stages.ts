import { type FlowShape, milestoneStage, stepStage } from './flow-shape.js';
import { compareText } from './recorded-event.js';
import type { Declaration } from './response-fields.js';
import type { FunnelStage, Outcome } from './responses.js';

/** How a run ended and which steps it reached. */
export interface RunEnding {
  outcome: Outcome;
  step: string | null;
  /** Index of the flow edition; -1 if unknown. */
  edition: number;
}

export type StageHead = Pick<FunnelStage, 'id' | 'kind' | 'name' | 'declaration'>;

/**
 * The stages of a flow in order: started, then each step followed by the on-path milestones
 * reported during it, then completed.
 */
export function funnelStages(shape: FlowShape): StageHead[] {
  const { steps, declaration } = shape;
  const onPath = shape.milestones.filter((milestone) => milestone.on_path);
  const milestonesOf = (step: string | null): StageHead[] =>
    onPath
      .filter(
        (milestone) => (steps.includes(milestone.step ?? '') ? milestone.step : null) === step,
      )
      .map(({ name }) => stageHead(shape, milestoneStage(name), 'milestone', name));
  return [
    { id: 'started', kind: 'started', name: 'Started', declaration },
    ...milestonesOf(null),
    ...steps.flatMap((step) => [
      stageHead(shape, stepStage(step), 'step', step),
      ...milestonesOf(step),
    ]),
    { id: 'completed', kind: 'completed', name: 'Completed', declaration },
  ];
}

function stageHead(
  shape: FlowShape,
  id: string,
  kind: FunnelStage['kind'],
  name: string,
): StageHead {
  return { id, kind, name, declaration: stageDeclaration(shape, id) };
}

/** How current the declaration of a stage is; never more current than that of its flow. */
export function stageDeclaration(shape: FlowShape, id: string): Declaration {
  return shape.undeclared.get(id) ?? shape.declaration;
}

/**
 * Adds steps that are in no catalog but were reported by ended runs, most frequent first. A flow
 * without a declaration has only these.
 */
export function withNamedSteps(
  shape: FlowShape,
  endings: readonly { step: string | null; runs: number }[],
): FlowShape {
  const named = stepsByFrequency(endings).filter((step) => !shape.steps.includes(step));
  if (named.length === 0) return shape;
  const steps = [...shape.steps, ...named];
  if (shape.declaration === 'never')
    return { ...shape, steps, editions: [{ steps, versions: [] }] };
  const undeclared = new Map(shape.undeclared);
  for (const step of named) undeclared.set(stepStage(step), 'never');
  return { ...shape, steps, undeclared };
}

function stepsByFrequency(endings: readonly { step: string | null; runs: number }[]): string[] {
  const counts = new Map<string, number>();
  for (const { step, runs } of endings) {
    if (step !== null) counts.set(step, (counts.get(step) ?? 0) + runs);
  }
  return [...counts.entries()]
    .sort(([a, aRuns], [b, bRuns]) => bRuns - aRuns || compareText(a, b))
    .map(([step]) => step);
}

/**
 * The steps that a run reached, in the order of its own edition: all steps if it completed,
 * otherwise those up to its furthest step. If its edition is unknown or lacks that step, the newest
 * edition with that step is used.
 */
export function reachedSteps(shape: FlowShape, run: RunEnding): readonly string[] {
  const own = shape.editions[run.edition];
  const { step } = run;
  if (run.outcome === 'completed') return (own ?? shape.editions[0])?.steps ?? [];
  if (step === null) return [];
  const order = [own, ...shape.editions].find((edition) => edition?.steps.includes(step));
  return order === undefined ? [step] : order.steps.slice(0, order.steps.indexOf(step) + 1);
}
