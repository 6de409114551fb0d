import type { FoldedFlowRun } from './flow-run.js';
import { stepsByFrequency } from './flow-run.js';
import type { FlowShape } from './flow-shape.js';
import { quantile } from './quantile.js';
import { type Funnel, type FunnelStage, type Outcome, outcomes } from './questions.js';
import { compareText } from './recorded-event.js';

/** How many runs ended in one way. */
export interface EndingCount {
  outcome: Outcome;
  reason: string | null;
  error_class: string | null;
  step: string | null;
  runs: number;
}

interface Spread {
  p50: number | null;
  p90: number | null;
}

/** Everything a funnel is made of, counted. */
export interface FunnelTally {
  invocations: number;
  endings: readonly EndingCount[];
  /** Runs that reported each milestone, by its name. */
  milestones: ReadonlyMap<string, number>;
  /** Of completed runs. */
  duration: Spread;
  /** By the id of a stage: time from the event-backed stage before. */
  times: ReadonlyMap<string, Spread>;
}

type StageHead = Pick<FunnelStage, 'id' | 'kind' | 'name'>;

/**
 * The stages of a flow in order: started, each step followed by the milestones on the path that are
 * reported during it, completed.
 *
 * @param steps For a flow that is not declared: the steps its runs named, most frequent first.
 */
export function funnelStages(shape: FlowShape, steps: readonly string[]): StageHead[] {
  const onPath = shape.milestones.filter((milestone) => milestone.on_path);
  const milestonesOf = (step: string | null): StageHead[] =>
    onPath
      .filter(
        (milestone) => (steps.includes(milestone.step ?? '') ? milestone.step : null) === step,
      )
      .map(({ name }) => ({ id: milestoneStage(name), kind: 'milestone', name }));
  return [
    { id: 'started', kind: 'started', name: 'Started' },
    ...milestonesOf(null),
    ...steps.flatMap((step): StageHead[] => [
      { id: stepStage(step), kind: 'step', name: step },
      ...milestonesOf(step),
    ]),
    { id: 'completed', kind: 'completed', name: 'Completed' },
  ];
}

function stepStage(step: string): string {
  return `step:${step}`;
}

function milestoneStage(name: string): string {
  return `milestone:${name}`;
}

/** The steps to draw: the declared ones, else those that ended runs named. */
export function funnelSteps(
  shape: FlowShape,
  endings: readonly Pick<EndingCount, 'step' | 'runs'>[],
): readonly string[] {
  return shape.declared ? shape.steps : stepsByFrequency(endings);
}

/** Folds the runs of one flow into its funnel. */
export function foldFunnel(runs: readonly FoldedFlowRun[], shape: FlowShape): Funnel {
  return buildFunnel(shape, tallyRuns(runs, shape));
}

function tallyRuns(runs: readonly FoldedFlowRun[], shape: FlowShape): FunnelTally {
  const endings = new Map<string, EndingCount>();
  const milestones = new Map<string, number>();
  for (const { outcome, reason, error_class, step, ...run } of runs) {
    const key = JSON.stringify([outcome, reason, error_class, step]);
    const ending = endings.get(key) ?? { outcome, reason, error_class, step, runs: 0 };
    endings.set(key, { ...ending, runs: ending.runs + 1 });
    for (const name of run.milestones) milestones.set(name, (milestones.get(name) ?? 0) + 1);
  }
  const durations = runs
    .filter(({ outcome }) => outcome === 'completed')
    .map(({ duration_ms }) => duration_ms ?? 0);
  return {
    invocations: new Set(runs.map(({ invocation_id }) => invocation_id)).size,
    endings: [...endings.values()],
    milestones,
    duration: spread(durations),
    times: stageTimes(runs, funnelStages(shape, shape.steps)),
  };
}

function stageTimes(runs: readonly FoldedFlowRun[], stages: readonly StageHead[]) {
  const waits = new Map<string, number[]>();
  for (const run of runs) {
    let before: number | null = null;
    for (const stage of stages) {
      const time = stageTime(run, stage);
      if (time === null) continue;
      // Milestones reported against the order of the stages say nothing about the time between.
      if (before !== null && time >= before) {
        waits.set(stage.id, [...(waits.get(stage.id) ?? []), time - before]);
      }
      before = time;
    }
  }
  return new Map([...waits].map(([id, values]) => [id, spread(values)]));
}

function stageTime(run: FoldedFlowRun, stage: StageHead): number | null {
  if (stage.kind === 'started') return run.started_time;
  if (stage.kind === 'completed') return run.completed_time;
  if (stage.kind === 'step') return null;
  return run.milestone_times.find(({ name }) => name === stage.name)?.time ?? null;
}

function spread(values: readonly number[]): Spread {
  return { p50: quantile(values, 0.5), p90: quantile(values, 0.9) };
}

/** Draws the funnel of a flow from counts, wherever they were counted. */
export function buildFunnel(shape: FlowShape, tally: FunnelTally): Funnel {
  const { endings } = tally;
  const runs = sum(endings);
  const steps = funnelSteps(shape, endings);
  const stepOf = (ending: EndingCount) => (ending.step === null ? -1 : steps.indexOf(ending.step));
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, sum(endings.filter((e) => e.outcome === outcome))]),
  ) as Record<Outcome, number>;

  const reachedBy = (stage: StageHead): number => {
    if (stage.kind === 'started') return runs;
    if (stage.kind === 'completed') return counts.completed;
    if (stage.kind === 'milestone') return tally.milestones.get(stage.name) ?? 0;
    const index = steps.indexOf(stage.name);
    return sum(endings.filter((e) => e.outcome === 'completed' || stepOf(e) >= index));
  };
  const stoppedAt = (stage: StageHead): EndingCount[] => {
    if (stage.kind === 'milestone' || stage.kind === 'completed') return [];
    const index = stage.kind === 'started' ? -1 : steps.indexOf(stage.name);
    return endings.filter((e) => e.outcome !== 'completed' && stepOf(e) === index);
  };

  let previous: number | null = null;
  const stages = funnelStages(shape, steps).map((stage): FunnelStage => {
    const reached = reachedBy(stage);
    const drawn: FunnelStage = {
      ...stage,
      reached,
      from_previous: previous === null ? null : share(reached, previous),
      from_start: share(reached, runs),
      time_p50_ms: tally.times.get(stage.id)?.p50 ?? null,
      time_p90_ms: tally.times.get(stage.id)?.p90 ?? null,
      stopped: countStopped(stoppedAt(stage)),
    };
    previous = reached;
    return drawn;
  });

  return {
    flow: shape.name,
    title: shape.title,
    event_prefix: shape.eventPrefix ?? '',
    declared: shape.declared,
    tools: [...shape.tools],
    runs,
    invocations: tally.invocations,
    outcomes: counts,
    conversion: share(counts.completed, runs),
    duration_p50_ms: tally.duration.p50,
    duration_p90_ms: tally.duration.p90,
    stages,
    reasons: countBy(endings, 'aborted', (e) => e.reason).map(([reason, n]) => ({
      reason,
      runs: n,
    })),
    milestones: listMilestones(shape, tally.milestones),
  };
}

function countStopped(endings: readonly EndingCount[]): FunnelStage['stopped'] {
  return {
    total: sum(endings),
    aborted: countBy(endings, 'aborted', (e) => e.reason).map(([reason, runs]) => ({
      reason,
      runs,
    })),
    failed: countBy(endings, 'failed', (e) => e.error_class).map(([error_class, runs]) => ({
      error_class,
      runs,
    })),
    vanished: sum(endings.filter(({ outcome }) => outcome === 'vanished')),
    incomplete: sum(endings.filter(({ outcome }) => outcome === 'incomplete')),
  };
}

/** Declared milestones in their order, then others that were reported, by name. */
function listMilestones(
  shape: FlowShape,
  reported: ReadonlyMap<string, number>,
): Funnel['milestones'] {
  const declared = shape.milestones.map(({ name, on_path }) => ({
    name,
    runs: reported.get(name) ?? 0,
    on_path,
  }));
  const others = [...reported]
    .filter(([name]) => !shape.milestones.some((milestone) => milestone.name === name))
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, runs]) => ({ name, runs, on_path: false }));
  return [...declared, ...others];
}

function countBy(
  endings: readonly EndingCount[],
  outcome: Outcome,
  keyOf: (ending: EndingCount) => string | null,
): [string, number][] {
  const counts = new Map<string, number>();
  for (const ending of endings) {
    const key = keyOf(ending);
    if (ending.outcome !== outcome || key === null) continue;
    counts.set(key, (counts.get(key) ?? 0) + ending.runs);
  }
  return [...counts].sort(([a, aRuns], [b, bRuns]) => bRuns - aRuns || compareText(a, b));
}

function sum(endings: readonly EndingCount[]): number {
  return endings.reduce((total, { runs }) => total + runs, 0);
}

/** Part of a whole, null when the whole is empty. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
