import { type Static, Type } from 'typebox';
import type { FoldedFlowRun } from './flow-run.js';
import type { FlowShape } from './flow-shape.js';
import { foldFunnel } from './funnel.js';
import { reachedSteps, type StageHead, withNamedSteps } from './funnel-stages.js';
import { isCountedPerson } from './invocation-summary.js';
import { differenceFields, judgeDifference } from './judged-difference.js';
import { type ComparedSample, comparedSampleOf } from './rate-difference.js';
import { count, isoTime, Nullable, ratio } from './response-fields.js';
import { type Funnel, FunnelStage } from './responses.js';

export const FlowComparison = Type.Object({
  flow: Type.String(),
  runs: count('Runs in the range that match the filters'),
  people: count('People who ran them'),
  other: Type.Object(
    {
      from: isoTime('Start of its range, inclusive'),
      to: isoTime('End of its range, exclusive'),
      version: Nullable(Type.String({ description: 'Null: the period before, any version' })),
      runs: count('Its runs'),
      people: count('People who ran them'),
    },
    { description: 'What they are compared with' },
  ),
  stages: Type.Array(
    Type.Object({
      id: FunnelStage.properties.id,
      kind: FunnelStage.properties.kind,
      name: FunnelStage.properties.name,
      declaration: FunnelStage.properties.declaration,
      reached: count('Runs that got here'),
      from_start: ratio('reached / runs'),
      other_reached: count('Runs of the other side that got here'),
      other_from_start: ratio('other_reached / runs of the other side'),
      ...differenceFields('`from_start` less that of the other side, in the runs of people'),
    }),
    { description: 'The stages of the funnel with the runs of both sides, in its order' },
  ),
});
export type FlowComparison = Static<typeof FlowComparison>;

/** Both sides of a comparison, and the people who are compared. */
export interface ComparisonParts {
  funnel: Funnel;
  other: Funnel;
  /** What the other side is. */
  asked: Pick<FlowComparison['other'], 'from' | 'to' | 'version'>;
  people: number;
  otherPeople: number;
  /** By stage id, without Started, which every run reaches. */
  samples: ReadonlyMap<string, ComparedSample>;
}

/** @param parts Both funnels have the same stages. */
export function buildComparison(parts: ComparisonParts): FlowComparison {
  const { funnel, other, asked, people, otherPeople, samples } = parts;
  return {
    flow: funnel.flow,
    ...{ runs: funnel.runs, people },
    other: { ...asked, runs: other.runs, people: otherPeople },
    stages: funnel.stages.map(({ id, kind, name, declaration, reached, from_start }, i) => {
      return {
        ...{ id, kind, name, declaration, reached, from_start },
        other_reached: other.stages[i]?.reached ?? 0,
        other_from_start: other.stages[i]?.from_start ?? null,
        ...judgeDifference(samples.get(id)),
      };
    }),
  };
}

type RunOfPerson = FoldedFlowRun & { person: string };

/** Folds the runs of both sides into their comparison. */
export function foldComparison(
  runs: readonly RunOfPerson[],
  otherRuns: readonly RunOfPerson[],
  shape: FlowShape,
  asked: ComparisonParts['asked'],
): FlowComparison {
  const endings = [...runs, ...otherRuns].map(({ step }) => ({ step, runs: 1 }));
  const drawn = withNamedSteps(shape, endings);
  const funnel = foldFunnel(runs, drawn);
  const own = runs.filter(({ person }) => isCountedPerson(person));
  const others = otherRuns.filter(({ person }) => isCountedPerson(person));
  const people = [...new Set([...own, ...others].map(({ person }) => person))];
  const sampleOfStage = (stage: StageHead) =>
    comparedSampleOf(
      people.map((person) => {
        const its = own.filter((run) => run.person === person);
        const itsOthers = others.filter((run) => run.person === person);
        return {
          runs: its.length,
          hits: its.filter((run) => reaches(drawn, run, stage)).length,
          other_runs: itsOthers.length,
          other_hits: itsOthers.filter((run) => reaches(drawn, run, stage)).length,
        };
      }),
    );
  return buildComparison({
    ...{ funnel, other: foldFunnel(otherRuns, drawn), asked },
    people: new Set(own.map(({ person }) => person)).size,
    otherPeople: new Set(others.map(({ person }) => person)).size,
    samples: new Map(
      funnel.stages
        .filter(({ kind }) => kind !== 'started')
        .map((stage) => [stage.id, sampleOfStage(stage)]),
    ),
  });
}

function reaches(shape: FlowShape, run: FoldedFlowRun, { kind, name }: StageHead): boolean {
  if (kind === 'completed') return run.outcome === 'completed';
  if (kind === 'milestone') return run.milestones.includes(name);
  return reachedSteps(shape, run).includes(name);
}
